package org.millrace.manager.console;

import org.millrace.scheduling.manager.QueueSnapshot;
import org.millrace.scheduling.resource.Resources;

/**
 * A queue as a line of the tree.
 *
 * @param queue null when this is no queue but says that there are more
 * @param depth below the one that the page begins with
 * @param more null for a queue
 */
public record QueueRow(QueueSnapshot queue, int depth, Bar bar, Fold fold, More more) {
  /**
   * Whether those below a queue are shown.
   *
   * @param children how many there are; 0 when there is nothing to fold
   * @param address of the page on which it is the other way
   */
  public record Fold(boolean open, int children, String address) {
    static final Fold NONE = new Fold(false, 0, "");
  }

  /** Queues that are not shown, and where they are; empty where a longer text finds them. */
  public record More(int count, String address) {}

  static QueueRow of(QueueSnapshot queue, int depth, Resources cluster, Fold fold) {
    return new QueueRow(queue, depth, Bar.of(queue, cluster), fold, null);
  }

  static QueueRow note(int depth, More more) {
    return new QueueRow(null, depth, null, Fold.NONE, more);
  }

  /** Parts of the cluster, by the resource of which each has the largest part; 0 to 100 each. */
  public record Bar(double usage, double demand, double fairShare, double guaranteed, double max) {
    static Bar of(QueueSnapshot queue, Resources cluster) {
      return new Bar(
          percent(queue.usage(), cluster),
          percent(queue.demand(), cluster),
          percent(queue.fairShare(), cluster),
          percent(queue.guaranteed(), cluster),
          percent(queue.max(), cluster));
    }

    /** Whether it uses more than its fair share. */
    public boolean over() {
      return usage > fairShare + 1e-9;
    }

    private static double percent(Resources amount, Resources cluster) {
      return 100 * Share.of(amount, cluster).dominant();
    }
  }
}
