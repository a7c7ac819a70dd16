package org.millrace.benchmarks.transports;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.ToDoubleFunction;
import org.millrace.benchmarks.running.Machine;
import org.millrace.benchmarks.running.Median;

/** What came out, as tables for people and as JSON. */
final class Report {
  /** One run's times from insert to handler. */
  record Latency(String contender, double p50Millis, double p99Millis) {}

  /** A commit that settles a hundred tasks and claims the next, with so many waiting. */
  record Waiting(int tasks, double postgresqlMillis, double h2Millis) {}

  private final Instant when;
  private final ChainFigures chains;
  private final List<Latency> latencies;
  private final List<Latency> grants;
  private final List<Waiting> backlogs;

  /**
   * @param grants times from a lane's becoming non-empty until its container runs
   */
  Report(
      Instant when,
      ChainFigures chains,
      List<Latency> latencies,
      List<Latency> grants,
      List<Waiting> backlogs) {
    this.when = when.truncatedTo(ChronoUnit.SECONDS);
    this.chains = chains;
    this.latencies = latencies;
    this.grants = grants;
    this.backlogs = backlogs;
  }

  ChainFigures chains() {
    return chains;
  }

  String fileName() {
    return "transports-" + when.toString().replace(":", "") + ".json";
  }

  String tables() {
    StringBuilder tables = new StringBuilder(chains.table());
    tables.append(table("contender", latencies));
    tables.append(table("empty lane to container", grants));
    if (!backlogs.isEmpty()) {
      tables.append("\n| waiting | PostgreSQL ms | H2 ms |\n| ---: | ---: | ---: |\n");
      backlogs.forEach(
          each ->
              tables.append(
                  "| %,d | %.1f | %.1f |%n"
                      .formatted(each.tasks(), each.postgresqlMillis(), each.h2Millis())));
    }
    return tables.toString();
  }

  private static String table(String title, List<Latency> runs) {
    if (runs.isEmpty()) {
      return "";
    }
    StringBuilder table =
        new StringBuilder("\n| %s | p50 ms | p99 ms |%n| --- | ---: | ---: |%n".formatted(title));
    Set<String> contenders = new LinkedHashSet<>();
    runs.forEach(each -> contenders.add(each.contender()));
    for (String contender : contenders) {
      table.append(
          "| %s | %.1f | %.1f |%n"
              .formatted(
                  contender,
                  median(runs, contender, Latency::p50Millis),
                  median(runs, contender, Latency::p99Millis)));
    }
    return table.toString();
  }

  private static double median(
      List<Latency> runs, String contender, ToDoubleFunction<Latency> figure) {
    return Median.of(
            runs.stream().filter(each -> each.contender().equals(contender)).mapToDouble(figure))
        .orElseThrow();
  }

  String json() throws JsonProcessingException {
    ObjectMapper mapper = new ObjectMapper();
    ObjectNode report = mapper.createObjectNode();
    report.put("date", when.toString()).set("machine", Machine.describe(mapper));
    chains
        .runs()
        .forEach(
            (candidate, batches) ->
                batches.forEach(
                    (batch, rates) -> {
                      ObjectNode cell =
                          report
                              .withArray("chains")
                              .addObject()
                              .put("contender", candidate.title())
                              .put("batch", batch);
                      cell.set("runs", mapper.valueToTree(rates));
                    }));
    report.set("latencies", mapper.valueToTree(latencies));
    report.set("grants", mapper.valueToTree(grants));
    report.set("backlogs", mapper.valueToTree(backlogs));
    return mapper.writerWithDefaultPrettyPrinter().writeValueAsString(report) + "\n";
  }
}
