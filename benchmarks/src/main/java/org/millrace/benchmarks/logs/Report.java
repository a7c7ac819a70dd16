package org.millrace.benchmarks.logs;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import org.millrace.benchmarks.running.Machine;
import org.millrace.benchmarks.running.Median;

/** Medians of all runs, as a table for people and as JSON. */
final class Report {
  private static final String LIMIT = "limit";

  private final SampleFile file;
  private final Map<String, List<Run>> rows;
  private final List<String> skipped;
  private final int repeats;
  private final Instant when;

  Report(SampleFile file, List<Run> runs, List<String> skipped, int repeats, Instant when) {
    this.file = file;
    this.rows =
        runs.stream()
            .collect(
                Collectors.groupingBy(Run::contender, LinkedHashMap::new, Collectors.toList()));
    this.skipped = skipped;
    this.repeats = repeats;
    this.when = when.truncatedTo(ChronoUnit.SECONDS);
  }

  String fileName() {
    return "logs-" + when.toString().replace(":", "") + ".json";
  }

  String table() throws IOException {
    StringBuilder table = new StringBuilder();
    table.append(
        "| contender | wall s | without JVM start s | CPU s | MB/s | lines/s | peak RSS MB | of"
            + " limit | of limit without JVM start | result |\n"
            + "| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | --- |\n");
    for (Map.Entry<String, List<Run>> row : rows.entrySet()) {
      List<Run> runs = row.getValue();
      double wall = median(runs, Run::seconds);
      double own = own(runs);
      table.append(
          "| %s | %.2f | %s | %.2f | %.0f | %,.0f | %.0f | %s | %s | %s |%n"
              .formatted(
                  row.getKey(),
                  wall,
                  text("%.2f", own),
                  median(runs, Run::cpuSeconds),
                  file.bytes() / wall / 1e6,
                  file.lines() / wall,
                  median(runs, Run::peakBytes) / 1e6,
                  text("%.0f %%", 100 * limit(false) / wall),
                  text("%.0f %%", 100 * limit(true) / (Double.isNaN(own) ? wall : own)),
                  verdict(runs)));
    }
    skipped.forEach(each -> table.append("\nSkipped: ").append(each).append('\n'));
    return table.toString();
  }

  String json() throws IOException {
    ObjectMapper mapper = new ObjectMapper();
    ObjectNode report = mapper.createObjectNode();
    report.put("date", when.toString());
    report.set("machine", Machine.describe(mapper));
    report.put("repeats", repeats);
    report
        .putObject("file")
        .put("bytes", Files.size(file.path()))
        .put("lines", file.lines())
        .put("rejects", file.broken());
    for (Map.Entry<String, List<Run>> row : rows.entrySet()) {
      List<Run> runs = row.getValue();
      ObjectNode node = report.withArray("contenders").addObject();
      double wall = median(runs, Run::seconds);
      node.put("name", row.getKey()).put("seconds", wall);
      if (!Double.isNaN(own(runs))) {
        node.put("secondsWithoutJvmStart", own(runs));
      }
      node.put("cpuSeconds", median(runs, Run::cpuSeconds));
      node.put("megabytesPerSecond", file.bytes() / wall / 1e6);
      node.put("linesPerSecond", file.lines() / wall);
      node.put("peakRssBytes", (long) median(runs, Run::peakBytes));
      if (!Double.isNaN(limit(false))) {
        node.put("ofLimit", limit(false) / wall);
      }
      node.put("result", verdict(runs));
      runs.forEach(run -> node.withArray("allSeconds").add(run.seconds()));
      runs.forEach(run -> node.withArray("allCpuSeconds").add(run.cpuSeconds()));
    }
    skipped.forEach(each -> report.withArray("skipped").add(each));
    return mapper.writerWithDefaultPrettyPrinter().writeValueAsString(report) + "\n";
  }

  /** Seconds of the limit; NaN when it was not run. */
  private double limit(boolean withoutStart) {
    List<Run> runs = rows.getOrDefault(LIMIT, List.of());
    return withoutStart ? own(runs) : median(runs, Run::seconds);
  }

  private static double own(List<Run> runs) {
    return median(
        runs.stream().filter(run -> run.withoutStart().isPresent()).toList(),
        run -> run.withoutStart().getAsDouble());
  }

  private static double median(List<Run> runs, ToDoubleFunction<Run> value) {
    OptionalDouble median = Median.of(runs.stream().mapToDouble(value));
    return median.orElse(Double.NaN);
  }

  private static String verdict(List<Run> runs) {
    return runs.stream()
        .map(Run::verdict)
        .filter(verdict -> !verdict.good())
        .findFirst()
        .orElse(runs.get(0).verdict())
        .text();
  }

  private static String text(String format, double value) {
    return Double.isNaN(value) ? "" : format.formatted(value);
  }
}
