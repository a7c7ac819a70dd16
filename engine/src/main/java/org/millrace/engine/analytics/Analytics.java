package org.millrace.engine.analytics;

import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
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

  private final Database db;
  private final AnalyticsStore store;
  private final Clock clock;

  public Analytics(Database db, Clock clock) {
    this.db = db;
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

    private String of(Dimensions at) {
      return name.apply(at);
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
          && holdsQueue(at.queue())
          && pipeline.map(at.pipeline()::equals).orElse(true)
          && stage.map(at.stage()::equals).orElse(true);
    }

    /** How many things it asks for. */
    int narrows() {
      return (int) Stream.of(source, queue, pipeline, stage).filter(Optional::isPresent).count();
    }

    /** Whether this part of it is there, and no other is. */
    boolean isOnly(Optional<String> part) {
      return part.isPresent() && narrows() == 1;
    }

    private boolean holdsQueue(String path) {
      return queue.map(top -> path.equals(top) || path.startsWith(top + ".")).orElse(true);
    }
  }

  /**
   * @param from begin of the first step; the last is the one that is not over yet
   * @param omitted places that had less to do than those given
   */
  public record Answer(Instant from, long stepSeconds, List<Series> series, int omitted) {}

  /**
   * Quantiles in milliseconds, null where nothing ran.
   *
   * @param perSecond tasks done
   */
  public record Lately(Double runP95Ms, Double waitP95Ms, double perSecond) {}

  /** Of the last minutes together, by stage. */
  public Map<String, Lately> lately(int minutes) {
    return db.atOneMoment(() -> readLately(minutes));
  }

  private Map<String, Lately> readLately(int minutes) {
    long now = clock.instant().getEpochSecond();
    long to = AnalyticsStore.floor(now, AnalyticsStore.MINUTE) + AnalyticsStore.MINUTE;
    long from = to - (long) minutes * AnalyticsStore.MINUTE;
    double seconds = Math.max(1, now - from);
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
            found.put(
                stage,
                new Lately(sum.runs.millis(0.95), sum.waits.millis(0.95), sum.done / seconds)));
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
    // A merge between two statements would be seen by neither of them, or by both.
    return db.atOneMoment(() -> read(range, by, filter));
  }

  private Answer read(Range range, By by, Filter filter) {
    Optional<SumReading> sums = SumReading.of(by, filter);
    if (sums.isPresent()) {
      return readSums(range, by, filter, sums.get());
    }
    if (by == By.QUEUE && (filter.narrows() == 0 || filter.isOnly(filter.queue()))) {
      return readBusiest(range, by, AnalyticsBusy.Kind.QUEUE, filter);
    }
    if (by == By.SOURCE && (filter.narrows() == 0 || filter.isOnly(filter.source()))) {
      return readBusiest(range, by, AnalyticsBusy.Kind.SOURCE, filter);
    }
    return readPlaces(range, by, filter);
  }

  /** Row by row of the whole time, of which a filter leaves few. */
  private Answer readPlaces(Range range, By by, Filter filter) {
    Points found = new Points(range);
    if (by == By.ALL) {
      found.name("all");
    }
    Map<String, Long> names =
        names(store.places(range.from(), range.to()), at -> filter.holds(at) ? by.of(at) : null);
    Set<String> chosen = Set.copyOf(busiest(names));
    AnalyticsStore.RowReader reader =
        (second, at, row) -> {
          if (at.equals(Dimensions.NONE)) {
            found.samples(second, row.getLong(AnalyticsStore.SAMPLES));
          } else if (filter.holds(at) && chosen.contains(by.of(at))) {
            found.add(second, by.of(at), tally -> AnalyticsStore.add(row, tally));
          }
        };
    store.read(range.from(), range.to(), reader);
    return found.answer(names.size() - chosen.size());
  }

  /** Only the rows of those that had most to do, found by index. */
  private Answer readBusiest(Range range, By by, AnalyticsBusy.Kind kind, Filter filter) {
    Map<String, Long> names = store.busy().names(kind, range.from(), range.to());
    names(store.placesNotSummed(range.from(), range.to()), kind::of)
        .forEach((name, busy) -> names.merge(name, busy, Long::sum));
    names
        .keySet()
        .removeIf(
            name ->
                kind == AnalyticsBusy.Kind.QUEUE
                    ? !filter.holdsQueue(name)
                    : !filter.source().map(name::equals).orElse(true));
    List<String> chosen = busiest(names);
    Set<String> known = Set.copyOf(chosen);
    Points found = new Points(range);
    readEarly(range, found, at -> known.contains(by.of(at)) ? by.of(at) : null);
    for (String name : chosen) {
      AnalyticsStore.RowReader reader =
          (second, at, row) -> found.add(second, name, tally -> AnalyticsStore.add(row, tally));
      store.readOf(kind, name, range.from(), range.to(), reader);
    }
    store.sums().samples(range.from(), range.to(), found::samples);
    return found.answer(names.size() - chosen.size());
  }

  /** From sums, and of what is in none yet. */
  private Answer readSums(Range range, By by, Filter filter, SumReading sums) {
    Points found = new Points(range);
    if (by == By.ALL) {
      found.name("all");
    }
    readEarly(range, found, at -> filter.holds(at) ? by.of(at) : null);
    if (sums.queue().isPresent()) {
      // One that has queues below it holds no jobs, unless it did before it had them.
      boolean above = store.sums().has(sums.kind(), sums.queue().get());
      store.readOf(
          AnalyticsBusy.Kind.QUEUE,
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
   * What is not merged yet.
   *
   * @param name of the series to which a place belongs; null for none
   */
  private void readEarly(Range range, Points found, Function<Dimensions, String> name) {
    store.readNotSummed(
        range.from(),
        range.to(),
        (second, at, row) -> {
          if (at.equals(Dimensions.NONE)) {
            found.samples(second, row.getLong(AnalyticsStore.SAMPLES));
          } else if (name.apply(at) != null) {
            found.early(second, name.apply(at), tally -> AnalyticsStore.add(row, tally));
          }
        });
  }

  private static Map<String, Long> names(
      Map<Dimensions, Long> places, Function<Dimensions, String> name) {
    Map<String, Long> names = new HashMap<>();
    places.forEach(
        (at, busy) -> {
          if (!at.equals(Dimensions.NONE) && name.apply(at) != null) {
            names.merge(name.apply(at), busy, Long::sum);
          }
        });
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
