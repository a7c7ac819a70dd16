package org.millrace.benchmarks.scheduler;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.millrace.benchmarks.running.Machine;
import org.millrace.benchmarks.running.Median;

/** Medians of each cell's runs, as a table for people and as JSON. */
final class Report {
  private static final String PER_SECOND = "perSecond";
  private static final String PER_CPU_SECOND = "perCpuSecond";

  private final Instant when;
  private final List<Row> rows;

  Report(Instant when, List<Row> rows) {
    this.when = when.truncatedTo(ChronoUnit.SECONDS);
    this.rows = rows;
  }

  /**
   * All of one contender.
   *
   * @param cells what each cell's process said, the smallest load first and the largest last
   */
  record Row(Candidate candidate, Map<Load, JsonNode> cells, long bytesPerApplication) {
    double of(Load load, String field) {
      return Median.of(
              StreamSupport.stream(cells.get(load).get("runs").spliterator(), false)
                  .mapToDouble(run -> run.get(field).asDouble()))
          .orElseThrow();
    }

    /** How many times slower the largest load is than the smallest, in CPU time. */
    double slowdown() {
      List<Load> loads = List.copyOf(cells.keySet());
      return of(loads.get(0), PER_CPU_SECOND) / of(loads.get(loads.size() - 1), PER_CPU_SECOND);
    }
  }

  String fileName() {
    return "scheduler-" + when.toString().replace(":", "") + ".json";
  }

  String table() {
    StringBuilder table = new StringBuilder("| nodes | queues |");
    rows.forEach(row -> table.append(" %s |".formatted(row.candidate().title())));
    table.append("\n| ---: | ---: |").append(" ---: |".repeat(rows.size())).append('\n');
    for (Load load : rows.get(0).cells().keySet()) {
      table.append("| %,d | %,d |".formatted(load.nodes(), load.queues()));
      for (Row row : rows) {
        table.append(
            " %,.0f (%,.0f) |".formatted(row.of(load, PER_CPU_SECOND), row.of(load, PER_SECOND)));
      }
      table.append('\n');
    }
    table.append("| slower, times | |");
    rows.forEach(row -> table.append(" %.1f |".formatted(row.slowdown())));
    table.append("\n| bytes a waiting application | |");
    rows.forEach(row -> table.append(" %,d |".formatted(row.bytesPerApplication())));
    return table.append('\n').toString();
  }

  String json() throws JsonProcessingException {
    ObjectMapper mapper = new ObjectMapper();
    ObjectNode report = mapper.createObjectNode();
    report.put("date", when.toString()).set("machine", Machine.describe(mapper));
    for (Row row : rows) {
      ObjectNode contender = report.withArray("contenders").addObject();
      contender
          .put("name", row.candidate().title())
          .put("slowdown", row.slowdown())
          .put("bytesPerWaitingApplication", row.bytesPerApplication());
      row.cells()
          .forEach(
              (load, cell) ->
                  contender
                      .withArray("cells")
                      .addObject()
                      .put("nodes", load.nodes())
                      .put("queues", load.queues())
                      .put("grantsPerSecond", row.of(load, PER_SECOND))
                      .put("grantsPerCpuSecond", row.of(load, PER_CPU_SECOND))
                      .setAll((ObjectNode) cell));
    }
    return mapper.writerWithDefaultPrettyPrinter().writeValueAsString(report) + "\n";
  }
}
