package org.millrace.engine.analytics;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What this process has seen since it began to record, for metrics: counts by queue and stage,
 * times by stage. Counts are those of the process that leads; times are of tasks that ran here.
 * Thread-safe.
 */
public final class Totals {
  /** Of so many places it keeps account; those that come later are left out. */
  private static final int MOST = 5_000;

  /** Upper bounds in seconds, each three times the one before or so. */
  static final double[] BOUNDS = {
    0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1, 3, 10, 30, 100, 300, 1000, 3600
  };

  private final Map<Place, Counts> counts = new HashMap<>();
  private final Map<String, Times> times = new HashMap<>();

  /** Where a count belongs. */
  public record Place(String queue, String stage) {}

  public record Counts(long entered, long done, long failed, long dead, long bytes) {
    private static final Counts NONE = new Counts(0, 0, 0, 0, 0);

    private Counts plus(Tally tally) {
      return new Counts(
          entered + tally.entered,
          done + tally.done,
          failed + tally.failed,
          dead + tally.dead,
          bytes + tally.bytes);
    }
  }

  /**
   * How often something took no longer than each bound.
   *
   * @param upTo by upper bound in seconds, cumulative
   * @param seconds all of them together, to 1 %
   */
  public record Distribution(Map<Double, Long> upTo, long count, double seconds) {}

  private static final class Times {
    private final SeenSketch runs = SeenSketch.lasting();
    private final SeenSketch waits = SeenSketch.lasting();
  }

  synchronized void add(Map<Dimensions, Tally> window) {
    window.forEach(
        (at, tally) -> {
          Place place = new Place(at.queue(), at.stage());
          if (counts.size() < MOST || counts.containsKey(place)) {
            counts.put(place, counts.getOrDefault(place, Counts.NONE).plus(tally));
          }
          if (!tally.runs.isEmpty() && (times.size() < MOST || times.containsKey(at.stage()))) {
            Times of = times.computeIfAbsent(at.stage(), stage -> new Times());
            of.runs.add(tally.runs);
            of.waits.add(tally.waits);
          }
        });
  }

  public synchronized Map<Place, Counts> counts() {
    return Map.copyOf(counts);
  }

  /** How long tasks ran, by stage. */
  public synchronized Map<String, Distribution> runs() {
    Map<String, Distribution> found = new LinkedHashMap<>();
    times.forEach((stage, of) -> found.put(stage, of.runs.distribution(BOUNDS)));
    return found;
  }

  /** How long tasks waited in their lanes, by stage. */
  public synchronized Map<String, Distribution> waits() {
    Map<String, Distribution> found = new LinkedHashMap<>();
    times.forEach((stage, of) -> found.put(stage, of.waits.distribution(BOUNDS)));
    return found;
  }
}
