package org.millrace.scheduling.manager;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.millrace.scheduling.resource.Resources;
import org.millrace.scheduling.tree.SchedulerSettings;

/**
 * Decides who gets capacity on which node (patent points P2 to P6). It is told what happens and
 * answers with grants; it starts nothing, waits for nothing and reads no clock.
 *
 * <p>Every decision is deterministic: the same calls give the same grants, ties end in the queue's
 * path and the application's id. The cost of a grant grows with the logarithm of queues,
 * applications and nodes, and with the number of different container sizes.
 *
 * <p>Not thread-safe: one thread at a time. A name or id that is not known, or known already,
 * throws {@link IllegalArgumentException} and changes nothing.
 */
public final class ResourceManager {
  private final Sizes sizes = new Sizes();
  private final Nodes nodes = new Nodes();
  private final Containers containers = new Containers(nodes);
  private final Reservations reservations = new Reservations(nodes);
  private final Applications applications = new Applications(sizes, reservations);
  private final Cycle cycle = new Cycle(nodes, containers, reservations);
  private QueueTree tree;

  public ResourceManager(SchedulerSettings settings) {
    tree = new QueueTree(settings, sizes);
  }

  public void addNode(String name, String rack, Resources capacity) {
    nodes.add(name, rack, capacity, tree.context().settings().comparison());
    tree.resizeLater();
  }

  /** What it already runs goes on, even beyond the new capacity. */
  public void changeNode(String name, Resources capacity) {
    nodes.resize(name, capacity);
    tree.resizeLater();
  }

  /** Its containers count as ended; their ids. */
  public List<Long> removeNode(String name) {
    NodeState node = nodes.get(name);
    reservations.cancelAll(node);
    List<Long> lost = List.copyOf(node.containers.keySet());
    lost.forEach(this::end);
    nodes.remove(name);
    tree.resizeLater();
    return lost;
  }

  /**
   * Takes an application. It is active at once or waits until its queue's AM share lets it (P4).
   *
   * @throws SubmissionRefusedException when there is no such queue, the user may not, or it is full
   */
  public void submit(Submission submission) {
    follow();
    applications.submit(submission, tree);
  }

  /** Whether it may get containers, or still waits for its queue's AM share. */
  public boolean isActive(long application) {
    return applications.get(application).active;
  }

  /** Says what an application wants; replaces its ask of the same priority and size. */
  public void ask(long application, Ask ask) {
    applications.ask(application, ask);
  }

  /** A container has ended and gives back what it used; false when it is not known. */
  public boolean end(long container) {
    Container ended = containers.end(container);
    if (ended != null) {
      applications.removeIfEnded(ended.app);
    }
    return ended != null;
  }

  /** The application wants nothing more; it is gone when its last container has ended. */
  public void finish(long application) {
    applications.finish(application);
  }

  /**
   * Makes queues' demand, as decisions see it, that of now; {@link #allocate} does so itself. Costs
   * as much as there were changes.
   */
  public void refresh() {
    follow();
    tree.context().refreshDemand();
  }

  /** Grants up to {@code most} containers, wherever there is room. */
  public List<ContainerGrant> allocate(int most) {
    refresh();
    return cycle.allocate(tree, most);
  }

  /**
   * Grants up to {@code most} containers on one node. Sees the demand of the last {@link #refresh}.
   */
  public List<ContainerGrant> offer(String node, int most) {
    follow();
    return cycle.offer(tree, nodes.get(node), most);
  }

  /** The memory that is each queue's fair share in MB, by path; without the root. */
  public Map<String, Long> fairSharesMb() {
    follow();
    Map<String, Long> shares = new TreeMap<>();
    new Shares(tree).fair().forEach((queue, share) -> shares.put(queue.path(), share.memoryMb()));
    shares.remove(tree.root().path());
    return shares;
  }

  private void follow() {
    tree.follow(nodes.total());
  }
}
