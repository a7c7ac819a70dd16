package org.millrace.scheduling.simulate;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalInt;
import org.millrace.scheduling.manager.Ask;
import org.millrace.scheduling.resource.Comparison;
import org.millrace.scheduling.resource.Resources;
import org.millrace.scheduling.tree.QueueSettings;
import org.millrace.scheduling.tree.SchedulerSettings;

/**
 * What to simulate. Immutable.
 *
 * @param settings policy, minimum allocation and queues
 * @param ticks how long
 * @param grantsPerOffer most containers granted on a node's offer; empty for as many as fit
 * @param nodes in the order in which they make their offers
 * @param applications in the order in which those of one tick arrive
 */
public record Workload(
    SchedulerSettings settings,
    int ticks,
    OptionalInt grantsPerOffer,
    List<Node> nodes,
    List<Application> applications) {

  public Workload {
    nodes = List.copyOf(nodes);
    applications = List.copyOf(applications);
  }

  /** A node of the simulated cluster. */
  public record Node(String name, String rack, Resources capacity) {}

  /**
   * An application of the simulated workload.
   *
   * @param submitAt the tick in which it arrives
   * @param taskTicks how many ticks after its grant a container ends; at least 1
   * @param am the container of its application master, which ends with the last of its others; null
   *     when it has none
   * @param asks what it wants: when it arrives, or when its application master was granted
   */
  public record Application(
      long id,
      String user,
      String queue,
      int submitAt,
      int taskTicks,
      Resources am,
      List<Ask> asks) {
    public Application {
      asks = List.copyOf(asks);
    }

    /** Containers asked for, its application master aside. */
    public long tasks() {
      return asks.stream().mapToLong(Ask::count).sum();
    }
  }

  /**
   * Whether Millrace and YARN mean the same by it: containers of one size for any node, no
   * application masters, no advantage of small queues, memory alone decides.
   */
  boolean isOfYarnsKind() {
    List<Ask> asks = applications.stream().flatMap(each -> each.asks().stream()).toList();
    return settings.comparison() == Comparison.MEMORY
        && applications.stream().allMatch(each -> each.am() == null)
        && asks.stream().allMatch(ask -> ask.nodes().isEmpty() && ask.racks().isEmpty())
        && asks.stream().map(Ask::size).distinct().count() <= 1
        && Objects.equals(settings.root().smallQueueMb(), 0L)
        && queues().values().stream().allMatch(Workload::isNeverSmall);
  }

  private static boolean isNeverSmall(QueueSettings queue) {
    return queue.smallQueueMb() == null || queue.smallQueueMb() == 0;
  }

  /** What is set for each queue, by path, in the order of declaration. */
  public Map<String, QueueSettings> queues() {
    return settings.queues();
  }
}
