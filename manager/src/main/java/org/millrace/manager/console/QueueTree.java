package org.millrace.manager.console;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.millrace.manager.console.QueueRow.Fold;
import org.millrace.manager.console.QueueRow.More;
import org.millrace.scheduling.manager.QueueSnapshot;
import org.millrace.scheduling.resource.Resources;

/**
 * The tree of queues as lines: those below a queue are there when it is unfolded, so many of them
 * at a time, those with something to do first. Which are unfolded stands in the page's address, so
 * that a page that refreshes itself stays as it is.
 */
final class QueueTree {
  /** Unfolded by itself is what fits into about so many lines. */
  static final int MOST_UNASKED = 60;

  static final int MOST_CHILDREN = 50;
  static final int MOST_FOUND = 100;
  private static final int MOST = 400;

  private final QueueSnapshot top;
  private final Resources cluster;
  private final int from;
  private final Set<String> open;
  private final List<QueueRow> rows = new ArrayList<>();

  /**
   * @param from so many children of the top are passed over
   * @param open paths that are unfolded, the top always is; empty when nobody has said which
   */
  QueueTree(
      QueueSnapshot top, Resources cluster, int from, Optional<? extends Collection<String>> open) {
    this.top = top;
    this.cluster = cluster;
    this.from = from < 0 || from >= top.children().size() ? 0 : from;
    this.open = new TreeSet<>();
    if (open.isPresent()) {
      this.open.addAll(open.get());
      this.open.remove("");
    } else {
      unfold();
    }
  }

  /** Level by level, as long as there is room. */
  private void unfold() {
    Deque<QueueSnapshot> parents = new ArrayDeque<>(children(top).stream().skip(from).toList());
    int lines = 1 + Math.min(parents.size(), MOST_CHILDREN);
    while (!parents.isEmpty()) {
      QueueSnapshot next = parents.pop();
      int below = Math.min(next.children().size(), MOST_CHILDREN);
      if (below > 0 && lines + below <= MOST_UNASKED) {
        lines += below;
        open.add(next.path());
        parents.addAll(children(next));
      }
    }
  }

  List<QueueRow> rows() {
    add(top, 0);
    return rows;
  }

  /**
   * Queues whose path contains a text, whatever its case; the last line says so when there are more
   * than are shown.
   */
  static List<QueueRow> search(QueueSnapshot top, String text, Resources cluster) {
    List<QueueRow> rows = new ArrayList<>();
    int found = search(top, text.toLowerCase(Locale.ROOT), cluster, rows);
    if (found > rows.size()) {
      rows.add(QueueRow.note(0, new More(found - rows.size(), "")));
    }
    return rows;
  }

  /** How many there are. */
  private static int search(
      QueueSnapshot queue, String text, Resources cluster, List<QueueRow> rows) {
    int found = 0;
    if (queue.path().toLowerCase(Locale.ROOT).contains(text)) {
      found = 1;
      if (rows.size() < MOST_FOUND) {
        rows.add(QueueRow.of(queue, 0, cluster, Fold.NONE));
      }
    }
    for (QueueSnapshot child : queue.children()) {
      found += search(child, text, cluster, rows);
    }
    return found;
  }

  private void add(QueueSnapshot queue, int depth) {
    boolean unfolded = depth == 0 || open.contains(queue.path());
    rows.add(QueueRow.of(queue, depth, cluster, depth == 0 ? Fold.NONE : fold(queue, unfolded)));
    if (!unfolded) {
      return;
    }
    List<QueueSnapshot> children = children(queue);
    int first = depth == 0 ? from : 0;
    int shown = first;
    while (shown < children.size() && shown < first + MOST_CHILDREN && rows.size() < MOST) {
      add(children.get(shown++), depth + 1);
    }
    if (shown < children.size()) {
      String address = "/queues?under=" + encoded(queue.path()) + "&from=" + shown;
      rows.add(QueueRow.note(depth + 1, new More(children.size() - shown, address)));
    }
  }

  private Fold fold(QueueSnapshot queue, boolean unfolded) {
    if (queue.children().isEmpty()) {
      return Fold.NONE;
    }
    Set<String> then = new LinkedHashSet<>(open);
    if (unfolded) {
      then.removeIf(path -> path.equals(queue.path()) || path.startsWith(queue.path() + "."));
    } else {
      then.add(queue.path());
    }
    StringBuilder address = new StringBuilder("/queues?under=").append(encoded(top.path()));
    if (from > 0) {
      address.append("&from=").append(from);
    }
    (then.isEmpty() ? Set.of("") : then)
        .forEach(path -> address.append("&open=").append(encoded(path)));
    return new Fold(unfolded, queue.children().size(), address.toString());
  }

  private static List<QueueSnapshot> children(QueueSnapshot queue) {
    return queue.children().stream()
        .sorted(Comparator.comparing(QueueTree::idle).thenComparing(QueueSnapshot::path))
        .toList();
  }

  private static boolean idle(QueueSnapshot queue) {
    return queue.running() + queue.waiting() == 0
        && queue.usage().isNone()
        && queue.demand().isNone();
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
