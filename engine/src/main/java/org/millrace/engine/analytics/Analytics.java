package org.millrace.engine.analytics;

import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Stream;
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
      Double[] running,
      Double[] usedMb,
      Double[] usedVcores) {

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
      usedMb[i] = (double) sum.usedMb;
      usedVcores[i] = sum.usedMilliCores / 1000.0;
    }

    /** Sums of readings become means. */
    void average(long[] readings) {
      for (int i = 0; i < readings.length; i++) {
        waiting[i] = mean(waiting[i], readings[i]);
        running[i] = mean(running[i], readings[i]);
        usedMb[i] = mean(usedMb[i], readings[i]);
        usedVcores[i] = mean(usedVcores[i], readings[i]);
      }
    }

    private static Double mean(Double sum, long readings) {
      return readings == 0
          ? null
          : sum == null ? Double.valueOf(0) : Double.valueOf(sum / readings);
    }
  }

  /** Quantiles in milliseconds; null where nothing ran. */
  public record Lately(Double runP95Ms, Double waitP95Ms) {}

  /** Of the last minutes together, by stage. */
  public Map<String, Lately> lately(int minutes) {
    long to = AnalyticsStore.floor(clock.instant().getEpochSecond(), AnalyticsStore.MINUTE) + 60;
    long from = to - minutes * 60L;
    Map<String, Tally> sums = new HashMap<>();
    store.readNotSummed(
        from,
        to,
        (second, at, row) -> {
          if (!at.equals(Dimensions.NONE)) {
            AnalyticsStore.add(row, sums.computeIfAbsent(at.stage(), any -> Tally.sum()));
          }
        });
    store
        .sums()
        .read(
            AnalyticsSums.Kind.STAGE,
            from,
            to,
            (second, stage, row) ->
                AnalyticsSums.add(row, sums.computeIfAbsent(stage, any -> Tally.sum())));
    Map<String, Lately> found = new HashMap<>();
    sums.forEach(
        (stage, sum) ->
            found.put(stage, new Lately(sum.runs.millis(0.95), sum.waits.millis(0.95))));
    return found;
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
    Range range = new Range(from, to, step, points);
    return SumReading.of(by, filter)
        .map(sums -> readSums(range, by, filter, sums))
        .orElseGet(() -> readPlaces(range, by, filter));
  }

  /**
   * @param from second of the first step
   * @param to behind the last
   */
  private record Range(long from, long to, long step, int points) {
    int point(long second) {
      return (int) ((second - from) / step);
    }
  }

  private Answer readPlaces(Range range, By by, Filter filter) {
    Map<String, Long> names = names(range.from(), range.to(), by, filter);
    Points found = new Points(range, Set.copyOf(busiest(names)));
    store.read(
        range.from(),
        range.to(),
        (second, at, row) -> {
          if (at.equals(Dimensions.NONE)) {
            found.samples(second, row.getLong(AnalyticsStore.SAMPLES));
          } else if (filter.holds(at)) {
            found.add(second, by.name.apply(at), tally -> AnalyticsStore.add(row, tally));
          }
        });
    return found.answer(Math.max(0, names.size() - MOST_SERIES));
  }

  /** From sums, and of what is in none yet. */
  private Answer readSums(Range range, By by, Filter filter, SumReading sums) {
    Points found = new Points(range, null);
    if (by == By.ALL) {
      found.name("all");
    }
    store.readNotSummed(
        range.from(),
        range.to(),
        (second, at, row) -> {
          if (at.equals(Dimensions.NONE)) {
            found.samples(second, row.getLong(AnalyticsStore.SAMPLES));
          } else if (filter.holds(at)) {
            found.early(second, by.name.apply(at), tally -> AnalyticsStore.add(row, tally));
          }
        });
    if (sums.queue().isPresent()) {
      // One that has queues below it holds no jobs, unless it did before it had them.
      boolean above = store.sums().has(sums.kind(), sums.queue().get());
      store.readQueue(
          sums.queue().get(),
          range.from(),
          range.to(),
          (second, at, row) -> {
            if (above) {
              found.early(second, "all", tally -> AnalyticsStore.add(row, tally));
            } else {
              found.add(second, "all", tally -> AnalyticsStore.add(row, tally));
            }
          });
    }
    AnalyticsSums.SumReader reader =
        (second, name, row) ->
            found.add(second, by == By.ALL ? "all" : name, tally -> AnalyticsSums.add(row, tally));
    if (sums.name().isPresent()) {
      store.sums().read(sums.kind(), sums.name().get(), range.from(), range.to(), reader);
    } else {
      store.sums().read(sums.kind(), range.from(), range.to(), reader);
    }
    store.sums().samples(range.from(), range.to(), found::samples);
    return found.answer(0);
  }

  /**
   * Which sums answer a question.
   *
   * @param name of one of them; empty for all of the kind
   * @param queue to which the sums of those below it belong
   */
  private record SumReading(
      AnalyticsSums.Kind kind, Optional<String> name, Optional<String> queue) {
    static Optional<SumReading> of(By by, Filter filter) {
      long narrowed =
          Stream.of(filter.source(), filter.queue(), filter.pipeline(), filter.stage())
              .filter(Optional::isPresent)
              .count();
      Optional<String> none = Optional.empty();
      if (by == By.ALL && narrowed == 0) {
        return Optional.of(new SumReading(AnalyticsSums.Kind.ALL, Optional.of(""), none));
      }
      if (by == By.ALL && narrowed == 1 && filter.queue().isPresent()) {
        return Optional.of(
            new SumReading(AnalyticsSums.Kind.UNDER, filter.queue(), filter.queue()));
      }
      if (by == By.STAGE && (narrowed == 0 || narrowed == 1 && filter.stage().isPresent())) {
        return Optional.of(new SumReading(AnalyticsSums.Kind.STAGE, filter.stage(), none));
      }
      if (by == By.PIPELINE && (narrowed == 0 || narrowed == 1 && filter.pipeline().isPresent())) {
        return Optional.of(new SumReading(AnalyticsSums.Kind.PIPELINE, filter.pipeline(), none));
      }
      return Optional.empty();
    }
  }

  private interface Adding {
    void to(Tally tally) throws SQLException;
  }

  /** Gathers rows that come in their order in time. */
  private static final class Points {
    private final Range range;
    private final Set<String> only;
    private final Map<String, Series> series = new TreeMap<>();
    private final Map<Integer, Map<String, Tally>> early = new HashMap<>();
    private final long[] samples;
    private Map<String, Tally> current = new HashMap<>();
    private int point;

    Points(Range range, Set<String> only) {
      this.range = range;
      this.only = only;
      this.samples = new long[range.points()];
      if (only != null) {
        only.forEach(this::name);
      }
    }

    void name(String name) {
      series.computeIfAbsent(name, each -> Series.of(each, range.points()));
    }

    void samples(long second, long count) {
      samples[range.point(second)] += count;
    }

    /** Before all that is added in order; of few places only. */
    void early(long second, String name, Adding row) throws SQLException {
      name(name);
      row.to(
          early
              .computeIfAbsent(range.point(second), any -> new HashMap<>())
              .computeIfAbsent(name, any -> Tally.sum()));
    }

    void add(long second, String name, Adding row) throws SQLException {
      if (only != null && !only.contains(name)) {
        return;
      }
      int next = range.point(second);
      if (next != point) {
        close();
        point = next;
      }
      name(name);
      row.to(current.computeIfAbsent(name, each -> Tally.sum()));
    }

    /* A step's sums become its points, and are let go: together they would not fit into memory. */
    private void close() {
      Map<String, Tally> more = early.remove(point);
      if (more != null) {
        more.forEach((name, tally) -> current.computeIfAbsent(name, any -> Tally.sum()).add(tally));
      }
      current.forEach((name, sum) -> series.get(name).set(point, sum));
      current = new HashMap<>();
    }

    Answer answer(int omitted) {
      close();
      for (int left : List.copyOf(early.keySet())) {
        point = left;
        close();
      }
      series.values().forEach(each -> each.average(samples));
      return new Answer(
          Instant.ofEpochSecond(range.from()), range.step(), List.copyOf(series.values()), omitted);
    }
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
