package org.millrace.benchmarks.scheduler.parity;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.millrace.benchmarks.running.Machine;

/** How much was compared and how much of it differed, as a table for people and as JSON. */
final class ParityReport {
  private record Row(Family family, String policy) {}

  private final Instant when;
  private final long seed;
  private final Map<Row, Comparing.Count> counts = new LinkedHashMap<>();

  ParityReport(Instant when, long seed) {
    this.when = when.truncatedTo(ChronoUnit.SECONDS);
    this.seed = seed;
  }

  Comparing.Count row(Family family, String policy) {
    return counts.computeIfAbsent(new Row(family, policy), row -> new Comparing.Count());
  }

  String fileName() {
    return "parity-" + when.toString().replace(":", "") + ".json";
  }

  String table() {
    StringBuilder table =
        new StringBuilder("| workloads | policy | cases | grants | fair shares | differences |\n");
    table.append("| --- | --- | ---: | ---: | ---: | ---: |\n");
    counts.forEach(
        (row, count) ->
            table.append(
                "| %s | %s | %,d | %,d | %,d | %,d |%n"
                    .formatted(
                        row.family.name().toLowerCase(Locale.ROOT),
                        row.policy,
                        count.cases,
                        count.grants,
                        count.shares,
                        count.differences)));
    return table.toString();
  }

  String json() throws JsonProcessingException {
    ObjectMapper mapper = new ObjectMapper();
    ObjectNode report = mapper.createObjectNode();
    report.put("date", when.toString()).put("seed", seed).set("machine", Machine.describe(mapper));
    counts.forEach(
        (row, count) ->
            report
                .withArray("rows")
                .addObject()
                .put("workloads", row.family.name().toLowerCase(Locale.ROOT))
                .put("policy", row.policy)
                .put("cases", count.cases)
                .put("grants", count.grants)
                .put("fairShares", count.shares)
                .put("differences", count.differences));
    return mapper.writerWithDefaultPrettyPrinter().writeValueAsString(report) + "\n";
  }
}
