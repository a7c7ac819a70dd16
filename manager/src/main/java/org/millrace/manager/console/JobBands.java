package org.millrace.manager.console;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.millrace.engine.analytics.Band;
import org.millrace.engine.analytics.JobHistory.Slow;
import org.millrace.engine.analytics.JobHistory.StageBand;

/**
 * What a job did at each stage over time, as lines of a drawing 100 wide and 10 high.
 *
 * @param slot how many seconds a slot of the finest line has
 */
public record JobBands(List<Line> lines, int slot) {
  private static final int MOST_LINES = 30;
  private static final double HEIGHT = 9;

  /** Seen however little was done. */
  private static final double LEAST = 1.5;

  public record Line(String stage, List<Slot> slots, long peak) {}

  /**
   * @param y where it begins; as high as the work of that time among the line's own
   * @param when the slot begins
   */
  public record Slot(
      double x, double width, double y, double height, long done, long failed, Instant when) {}

  static JobBands of(List<StageBand> bands, Instant from, Instant end) {
    double whole = Math.max(1, end.getEpochSecond() - from.getEpochSecond());
    List<Line> lines =
        bands.stream()
            .limit(MOST_LINES)
            .map(each -> line(each, from.getEpochSecond(), whole))
            .toList();
    return new JobBands(
        lines, bands.stream().mapToInt(each -> each.band().seconds()).min().orElse(0));
  }

  private static Line line(StageBand stage, long from, double whole) {
    Band band = stage.band();
    long peak = Math.max(1, Arrays.stream(band.done()).max().orElse(0));
    List<Slot> slots = new ArrayList<>();
    for (int i = 0; i < band.done().length; i++) {
      long done = band.done()[i];
      long failed = band.failed()[i];
      if (done + failed > 0) {
        // What was written down at a second was done in the five before it.
        long begin = band.begun() + (long) i * band.seconds() - Band.LATENESS;
        double x = Math.min(99.5, Math.max(0, 100 * (begin - from) / whole));
        double width = Math.min(100 - x, Math.max(0.4, 100 * band.seconds() / whole));
        double height = Math.max(LEAST, HEIGHT * done / peak);
        slots.add(
            new Slot(x, width, 10 - height, height, done, failed, Instant.ofEpochSecond(begin)));
      }
    }
    return new Line(stage.stage(), slots, peak);
  }

  /** The slowest of each stage, three at most, the slowest stage first. */
  static List<Slow> slowest(List<Slow> slow) {
    Map<String, List<Slow>> byStage = new LinkedHashMap<>();
    slow.stream()
        .filter(each -> !each.running())
        .sorted(Comparator.comparing(Slow::millis).reversed())
        .forEach(each -> byStage.computeIfAbsent(each.stage(), any -> new ArrayList<>()).add(each));
    return byStage.values().stream().flatMap(each -> each.stream().limit(3)).limit(60).toList();
  }

  /** Those that run now, the longest first. */
  static List<Slow> running(List<Slow> slow) {
    return slow.stream()
        .filter(Slow::running)
        .sorted(Comparator.comparing(Slow::begun))
        .limit(20)
        .toList();
  }
}
