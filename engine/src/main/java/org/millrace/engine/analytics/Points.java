package org.millrace.engine.analytics;

import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.millrace.engine.analytics.Analytics.Answer;

/** Gathers rows into the points of series. Not thread-safe. */
final class Points {
  private final Range range;
  private final Map<String, Series> series = new TreeMap<>();
  private final Map<Integer, Map<String, Tally>> early = new HashMap<>();
  private final long[] samples;
  private final Map<String, Tally> current = new HashMap<>();
  private final Deque<Tally> free = new ArrayDeque<>();
  private int point;

  Points(Range range) {
    this.range = range;
    this.samples = new long[range.points()];
  }

  /** Adds a row to a tally. */
  interface Adding {
    void to(Tally tally) throws SQLException;
  }

  /** There is a series of this name, also when nothing is added to it. */
  void name(String name) {
    series.computeIfAbsent(name, each -> Series.of(each, range.points()));
  }

  void samples(long second, long count) {
    samples[range.point(second)] += count;
  }

  /** Before all that is added in order; of few places and steps only. */
  void early(long second, String name, Adding row) throws SQLException {
    name(name);
    row.to(
        early
            .computeIfAbsent(range.point(second), any -> new HashMap<>())
            .computeIfAbsent(name, any -> Tally.sum()));
  }

  /** Rows of one name in their order in time; those of another may lie between or come later. */
  void add(long second, String name, Adding row) throws SQLException {
    int next = range.point(second);
    if (next != point) {
      close();
      point = next;
    }
    name(name);
    row.to(current.computeIfAbsent(name, each -> free.isEmpty() ? Tally.sum() : free.pop()));
  }

  /* A step's sums become its points, and are used again: together they would not fit into memory. */
  private void close() {
    Map<String, Tally> more = early.getOrDefault(point, new HashMap<>());
    current.forEach(
        (name, sum) -> {
          Tally also = more.remove(name);
          if (also != null) {
            sum.add(also);
          }
          series.get(name).add(point, sum);
          sum.clear();
          free.push(sum);
        });
    current.clear();
  }

  Answer answer(int omitted) {
    close();
    early.forEach((at, left) -> left.forEach((name, tally) -> series.get(name).add(at, tally)));
    series.values().forEach(each -> each.average(samples));
    return new Answer(
        Instant.ofEpochSecond(range.from()), range.step(), List.copyOf(series.values()), omitted);
  }
}
