package org.millrace.manager.cli;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.UnaryOperator;

/** Statistics as a table with a small bar chart a line. */
final class StatsReport {
  private static final int WIDTH = 30;

  private final Spark.Style style;

  StatsReport(Spark.Style style) {
    this.style = style;
  }

  void print(String by, List<Map<String, Object>> series, PrintWriter out) {
    Table table =
        new Table(
            Set.of("IN", "DONE", "FAILED", "DEAD", "BYTES", "RUN", "WAIT", "WAITING"),
            by.toUpperCase(Locale.ROOT),
            "IN",
            "DONE",
            "FAILED",
            "DEAD",
            "BYTES",
            "RUN",
            "WAIT",
            "WAITING",
            "DONE OVER TIME");
    for (Map<String, Object> each : series) {
      table.row(
          Json.text(each, "name"),
          sum(each, "in"),
          sum(each, "done"),
          sum(each, "failed"),
          sum(each, "dead"),
          Human.size(sum(each, "bytes")),
          millis(greatest(each, "runP95Ms")),
          millis(greatest(each, "waitP95Ms")),
          last(each, "waiting"),
          Spark.draw(numbers(each, "done"), WIDTH, style));
    }
    table.print(out, UnaryOperator.identity());
  }

  private static long sum(Map<String, Object> series, String key) {
    long sum = 0;
    for (double each : numbers(series, key)) {
      sum += (long) each;
    }
    return sum;
  }

  private static double greatest(Map<String, Object> series, String key) {
    return values(series, key).stream()
        .filter(Objects::nonNull)
        .mapToDouble(Number::doubleValue)
        .max()
        .orElse(-1);
  }

  /** The newest that is known. */
  private static String last(Map<String, Object> series, String key) {
    return values(series, key).stream()
        .filter(Objects::nonNull)
        .reduce((before, after) -> after)
        .map(each -> Long.toString(Math.round(each.doubleValue())))
        .orElse("-");
  }

  private static String millis(double millis) {
    return millis < 0 ? "-" : Human.duration(Duration.ofMillis(Math.round(millis)));
  }

  private static double[] numbers(Map<String, Object> series, String key) {
    return values(series, key).stream()
        .mapToDouble(each -> each == null ? 0 : each.doubleValue())
        .toArray();
  }

  @SuppressWarnings("unchecked")
  private static List<Number> values(Map<String, Object> series, String key) {
    Object values = series.get(key);
    return values == null ? List.of() : (List<Number>) values;
  }
}
