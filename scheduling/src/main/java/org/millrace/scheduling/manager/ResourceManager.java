package org.millrace.scheduling.manager;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.millrace.scheduling.resource.Resources;
import org.millrace.scheduling.tree.InvalidSettingsException;
import org.millrace.scheduling.tree.SchedulerSettings;
import org.millrace.scheduling.tree.SettingsDifference;

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
  private final Reservations reservations = new Reservations(nodes);
  private final Applications applications = new Applications(sizes, reservations);
  private final Containers containers = new Containers(nodes, applications, sizes);
  private final Cycle cycle = new Cycle(nodes, containers, reservations);
  private QueueTree tree;
  private boolean turns;
  private boolean asYarn;

  public ResourceManager(SchedulerSettings settings) {
    tree = new QueueTree(settings, sizes);
  }

  /**
   * From now on queues that stand alike by their policy are served in turn, by weight, and not in
   * order of path: for a cluster that runs, where a container's place is given anew every second. A
   * simulation that is compared with others leaves it.
   */
  public void takeTurns() {
    turns = true;
    tree.context().takeTurns();
  }

  /**
   * From now on queues are compared with YARN's precision, and a tree of capacity queues is walked
   * as YARN walks it: queues that are guaranteed nothing come last, and the remainder of a maximum
   * that is less than the container waiting for it is kept from the queues that come after, so that
   * a slot may stay free. For a simulation that is compared with others; a grant under the capacity
   * policy then costs as much as there are queues. Not for queues that are created on demand.
   */
  public void decideAsYarn() {
    asYarn = true;
    tree.decideAsYarn();
  }

  public void addNode(String name, String rack, Resources capacity) {
    addNode(name, rack, capacity, Integer.MAX_VALUE);
  }

  /** A node that has room for so many containers at most, whatever they use. */
  public void addNode(String name, String rack, Resources capacity, int containers) {
    nodes.add(name, rack, capacity, containers, tree.context().settings().comparison());
    tree.resizeLater();
  }

  /** What it already runs goes on, even beyond the new capacity. */
  public void changeNode(String name, Resources capacity) {
    changeNode(name, capacity, Integer.MAX_VALUE);
  }

  /** See {@link #addNode(String, String, Resources, int)}. */
  public void changeNode(String name, Resources capacity, int containers) {
    nodes.resize(name, capacity, containers);
    tree.resizeLater();
  }

  /** Its containers count as ended; their ids. */
  public List<Long> removeNode(String name) {
    NodeState node = nodes.get(name);
    reservations.cancelAll(node);
    List<Long> lost = containers.on(node).stream().map(container -> container.id).toList();
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
    Applications.checkUser(submission, tree);
    applications.submit(submission, tree);
  }

  /**
   * As {@link #submit}, for an application whose user's right was looked at before, as after a
   * start.
   *
   * @throws SubmissionRefusedException when there is no such queue, or it is full
   */
  public void submitChecked(Submission submission) {
    follow();
    applications.submit(submission, tree);
  }

  /** Whether it is a leaf, or one that a template lets be created. */
  public boolean mayHoldApplications(String queue) {
    return tree.mayBeLeaf(queue);
  }

  /**
   * Whether a queue would take one more application now; creates nothing.
   *
   * @param from the queue that it would come from, whose applications it counts among already;
   *     empty for a new one
   * @throws SubmissionRefusedException when there is no such queue, or it is full
   */
  public void checkRoom(String queue, Optional<String> from) {
    if (!tree.mayBeLeaf(queue)) {
      throw Applications.noLeaf(queue);
    }
    Applications.checkRoom(tree.nearest(queue), from.map(tree::nearest).orElse(null));
  }

  /**
   * Whether it was submitted and is not yet gone: one that is finished may have containers left.
   */
  public boolean knows(long application) {
    return applications.knows(application);
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
    App app = containers.end(container);
    if (app != null) {
      applications.removeIfEnded(app);
    }
    return app != null;
  }

  /** The application wants nothing more; it is gone when its last container has ended. */
  public void finish(long application) {
    applications.finish(application);
  }

  /**
   * Takes over a container that already runs, as a new leader does; it is at most as old as those
   * with a lower id. It counts even beyond limits.
   */
  public void adopt(long container, long application, int priority, Resources size, String node) {
    containers.adopt(container, applications.get(application), size, nodes.get(node));
  }

  /**
   * Moves an application with its containers. An active one stays active. How many the queue may
   * have is not looked at: see {@link #checkRoom}.
   *
   * @throws SubmissionRefusedException when there is no such leaf
   */
  public void move(long application, String queue) {
    follow();
    App app = applications.get(application);
    LeafQueue from = app.queue;
    LeafQueue to = Applications.leaf(queue, tree);
    if (to != from) {
      new Transfer(app, containers.of(app), reservations).to(to);
      from.admit();
      to.admit();
    }
  }

  /**
   * A paused queue gets no more containers; what it runs goes on. One that a template lets be
   * created is there for as long as it is paused.
   */
  public void pause(String queue, boolean paused) {
    // First: a queue that this creates would be taken into a tree of the size before.
    follow();
    if (!tree.pause(queue, paused)) {
      throw new IllegalArgumentException("queue %s: must be a queue, and is not".formatted(queue));
    }
  }

  /** Whether this user is on a submit list, or nobody is named on the way to the root. */
  public boolean maySubmit(String user, String queue) {
    return maySubmit(Set.of(user), queue);
  }

  /**
   * As for a user of one name.
   *
   * @param names under which the lists may know the user: the user's own, those of groups
   * @param queue one that there is, or that a template lets be created
   */
  public boolean maySubmit(Set<String> names, String queue) {
    return Access.maySubmit(names, tree.lineage(queue));
  }

  /** Whether this user is on the administer list of this queue or an ancestor. */
  public boolean mayAdminister(String user, String queue) {
    return mayAdminister(Set.of(user), queue);
  }

  /** As for a user of one name; see {@link #maySubmit(Set, String)}. */
  public boolean mayAdminister(Set<String> names, String queue) {
    return Access.mayAdminister(names, tree.lineage(queue));
  }

  /**
   * Goes on with other settings; usage, applications and grants stay as they are.
   *
   * @return what changed, in words
   * @throws InvalidSettingsException when a queue with applications would no longer be a leaf;
   *     nothing has changed then
   */
  public List<String> replace(SchedulerSettings settings) {
    SchedulerSettings before = tree.context().settings();
    tree = new Replacement(tree, containers, reservations).with(settings, sizes, applications);
    if (turns) {
      tree.context().takeTurns();
    }
    if (asYarn) {
      tree.decideAsYarn();
    }
    nodes.compareBy(settings.comparison());
    tree.resizeLater();
    refresh();
    return SettingsDifference.between(before, settings);
  }

  /** Removes queues that were created on demand and have no application; their paths. */
  public List<String> removeIdleQueues() {
    follow();
    return tree.removeIdle();
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

  /**
   * Chooses containers to release, so that queues below their due get it (P3e); to be called after
   * {@link #allocate}. A container is named once. Ends: with demand unchanged, there comes a call
   * that names none.
   *
   * @param nowMillis of any clock that does not go back
   */
  public List<Release> preempt(long nowMillis) {
    refresh();
    return new Preemption(tree, nodes, containers, reservations).run(nowMillis);
  }

  /** Why an application waits. */
  public Explanation explain(long application) {
    refresh();
    return new Explaining(tree, nodes, reservations, applications.get(application)).explain();
  }

  /** The root and all below it. */
  public QueueSnapshot snapshot() {
    refresh();
    return new Snapshots(tree).of(tree.root());
  }

  /** The memory that is each queue's fair share in MB, by path; without the root. */
  public Map<String, Long> fairSharesMb() {
    follow();
    Map<String, Long> shares = new TreeMap<>();
    new Shares(tree).fair().forEach((queue, share) -> shares.put(queue.path(), share.memoryMb()));
    shares.remove(tree.root().path());
    return shares;
  }

  QueueTree tree() {
    return tree;
  }

  Nodes nodes() {
    return nodes;
  }

  private void follow() {
    tree.follow(nodes.total());
  }
}
