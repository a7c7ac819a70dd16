package org.millrace.engine.analytics;

import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import org.millrace.engine.db.Database;

/** Reads statistics. Thread-safe; nothing is kept between calls. */
public final class Analytics {
  /** The longest time that is drawn by the minute. */
  public static final int MOST_MINUTES = 1440;

  /** Of more places the busiest come. */
  private static final int MOST_SERIES = 100;

  private static final int MOST_POINTS = 1440;

  private final AnalyticsStore store;
  private final Clock clock;

  public Analytics(Database db, Clock clock) {
    this.store = new AnalyticsStore(db);
    this.clock = clock;
  }

  /** What a series is of. */
  public enum By {
    ALL(at -> "all"),
    SOURCE(Dimensions::source),
    QUEUE(Dimensions::queue),
    PIPELINE(Dimensions::pipeline),
    STAGE(Dimensions::stage);

    private final Function<Dimensions, String> name;

    By(Function<Dimensions, String> name) {
      this.name = name;
    }
  }

  /** Only these places; empty for all. A queue stands for those below it too. */
  public record Filter(
      Optional<String> source,
      Optional<String> queue,
      Optional<String> pipeline,
      Optional<String> stage) {
    public static final Filter ALL =
        new Filter(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());

    boolean holds(Dimensions at) {
      return source.map(at.source()::equals).orElse(true)
          && queue
              .map(path -> at.queue().equals(path) || at.queue().startsWith(path + "."))
              .orElse(true)
          && pipeline.map(at.pipeline()::equals).orElse(true)
          && stage.map(at.stage()::equals).orElse(true);
    }
  }

  /**
   * @param from begin of the first step; the last is the one that is not over yet
   * @param omitted places that had less to do than those given
   */
  public record Answer(Instant from, long stepSeconds, List<Series> series, int omitted) {}

  /**
   * One value a step. Times are in milliseconds and null where nothing ran, backlogs are means and
   * null where nobody looked.
   */
  public record Series(
      String name,
      long[] in,
      long[] done,
      long[] failed,
      long[] dead,
      long[] bytes,
      Double[] runP50Ms,
      Double[] runP95Ms,
      Double[] waitP50Ms,
      Double[] waitP95Ms,
      Double[] waiting,
      Double[] running) {

    static Series of(String name, int n) {
      return new Series(
          name,
          new long[n],
          new long[n],
          new long[n],
          new long[n],
          new long[n],
          new Double[n],
          new Double[n],
          new Double[n],
          new Double[n],
          new Double[n],
          new Double[n]);
    }

    void set(int i, Tally sum) {
      in[i] = sum.entered;
      done[i] = sum.done;
      failed[i] = sum.failed;
      dead[i] = sum.dead;
      bytes[i] = sum.bytes;
      runP50Ms[i] = sum.runs.millis(0.5);
      runP95Ms[i] = sum.runs.millis(0.95);
      waitP50Ms[i] = sum.waits.millis(0.5);
      waitP95Ms[i] = sum.waits.millis(0.95);
      waiting[i] = (double) sum.waiting;
      running[i] = (double) sum.running;
    }

    /** Sums of readings become means. */
    void average(long[] readings) {
      for (int i = 0; i < readings.length; i++) {
        waiting[i] = mean(waiting[i], readings[i]);
        running[i] = mean(running[i], readings[i]);
      }
    }

    private static Double mean(Double sum, long readings) {
      return readings == 0
          ? null
          : sum == null ? Double.valueOf(0) : Double.valueOf(sum / readings);
    }
  }

  /**
   * The last minutes: by the minute up to a day, by hours for more, and never more than 1,440
   * points.
   */
  public Answer read(int minutes, By by, Filter filter) {
    long step = stepSeconds(minutes);
    int points = (int) ((minutes * 60L + step - 1) / step);
    long to = AnalyticsStore.floor(clock.instant().getEpochSecond(), step) + step;
    long from = to - points * step;
    Map<String, Long> names = names(from, to, by, filter);
    Map<String, Series> series = new TreeMap<>();
    busiest(names).forEach(name -> series.put(name, Series.of(name, points)));
    long[] samples = new long[points];
    Map<String, Tally> current = new HashMap<>();
    int[] point = {0};
    store.read(
        from,
        to,
        (second, at, row) -> {
          int next = (int) ((second - from) / step);
          if (next != point[0]) {
            close(point[0], current, series);
            point[0] = next;
          }
          String name = by.name.apply(at);
          if (at.equals(Dimensions.NONE)) {
            samples[next] += row.getLong(14);
          } else if (filter.holds(at) && series.containsKey(name)) {
            AnalyticsStore.add(row, current.computeIfAbsent(name, each -> Tally.sum()));
          }
        });
    close(point[0], current, series);
    series.values().forEach(each -> each.average(samples));
    return new Answer(
        Instant.ofEpochSecond(from),
        step,
        List.copyOf(series.values()),
        Math.max(0, names.size() - MOST_SERIES));
  }

  /** A step's sums become its points, and are let go: together they would not fit into memory. */
  private static void close(int point, Map<String, Tally> sums, Map<String, Series> series) {
    sums.forEach((name, sum) -> series.get(name).set(point, sum));
    sums.clear();
  }

  private Map<String, Long> names(long from, long to, By by, Filter filter) {
    Map<String, Long> names = new HashMap<>();
    store
        .places(from, to)
        .forEach(
            (at, busy) -> {
              if (!at.equals(Dimensions.NONE) && filter.holds(at)) {
                names.merge(by.name.apply(at), busy, Long::sum);
              }
            });
    if (by == By.ALL) {
      names.putIfAbsent("all", 0L);
    }
    return names;
  }

  private static List<String> busiest(Map<String, Long> names) {
    return names.entrySet().stream()
        .sorted(
            Map.Entry.<String, Long>comparingByValue()
                .reversed()
                .thenComparing(Map.Entry.comparingByKey()))
        .limit(MOST_SERIES)
        .map(Map.Entry::getKey)
        .toList();
  }

  private static long stepSeconds(int minutes) {
    if (minutes <= MOST_MINUTES) {
      return AnalyticsStore.MINUTE;
    }
    long hours = (minutes + 59L) / 60;
    return AnalyticsStore.HOUR * ((hours + MOST_POINTS - 1) / MOST_POINTS);
  }
}
