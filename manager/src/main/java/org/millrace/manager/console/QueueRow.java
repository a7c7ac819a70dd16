package org.millrace.manager.console;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import org.millrace.scheduling.manager.QueueSnapshot;
import org.millrace.scheduling.resource.Resources;

/**
 * A queue as a line of the tree.
 *
 * @param depth below the one that the page begins with
 * @param hidden how many queues of this parent are not shown; then this is no queue but a note
 */
public record QueueRow(QueueSnapshot queue, int depth, Bar bar, int hidden) {
  private static final int MOST_CHILDREN = 50;
  private static final int MOST = 400;

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

  /** A queue and those below it; of many siblings those with something to do come first. */
  static List<QueueRow> tree(QueueSnapshot top, Resources cluster) {
    List<QueueRow> rows = new ArrayList<>();
    add(top, 0, cluster, rows);
    return rows;
  }

  /** Queues whose path contains a text, whatever its case. */
  static List<QueueRow> search(QueueSnapshot top, String text, Resources cluster) {
    List<QueueRow> rows = new ArrayList<>();
    search(top, text.toLowerCase(Locale.ROOT), cluster, rows);
    return rows;
  }

  private static void add(QueueSnapshot queue, int depth, Resources cluster, List<QueueRow> rows) {
    rows.add(new QueueRow(queue, depth, Bar.of(queue, cluster), 0));
    List<QueueSnapshot> children =
        queue.children().stream()
            .sorted(Comparator.comparing(QueueRow::idle).thenComparing(QueueSnapshot::path))
            .toList();
    int shown = 0;
    for (QueueSnapshot child : children) {
      if (shown == MOST_CHILDREN || rows.size() >= MOST) {
        rows.add(new QueueRow(queue, depth + 1, Bar.of(queue, cluster), children.size() - shown));
        return;
      }
      add(child, depth + 1, cluster, rows);
      shown++;
    }
  }

  private static void search(
      QueueSnapshot queue, String text, Resources cluster, List<QueueRow> rows) {
    if (rows.size() < MOST && queue.path().toLowerCase(Locale.ROOT).contains(text)) {
      rows.add(new QueueRow(queue, 0, Bar.of(queue, cluster), 0));
    }
    queue.children().forEach(child -> search(child, text, cluster, rows));
  }

  private static boolean idle(QueueSnapshot queue) {
    return queue.running() + queue.waiting() == 0
        && queue.usage().isNone()
        && queue.demand().isNone();
  }
}
