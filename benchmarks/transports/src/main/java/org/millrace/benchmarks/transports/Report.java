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
  private final List<Waiting> backlogs;

  Report(Instant when, ChainFigures chains, List<Latency> latencies, List<Waiting> backlogs) {
    this.when = when.truncatedTo(ChronoUnit.SECONDS);
    this.chains = chains;
    this.latencies = latencies;
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
    if (!latencies.isEmpty()) {
      tables.append("\n| contender | p50 ms | p99 ms |\n| --- | ---: | ---: |\n");
      for (String contender : contenders()) {
        tables.append(
            "| %s | %.1f | %.1f |%n"
                .formatted(
                    contender,
                    median(contender, Latency::p50Millis),
                    median(contender, Latency::p99Millis)));
      }
    }
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

  private Set<String> contenders() {
    Set<String> contenders = new LinkedHashSet<>();
    latencies.forEach(each -> contenders.add(each.contender()));
    return contenders;
  }

  private double median(String contender, ToDoubleFunction<Latency> figure) {
    return Median.of(
            latencies.stream()
                .filter(each -> each.contender().equals(contender))
                .mapToDouble(figure))
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
    report.set("backlogs", mapper.valueToTree(backlogs));
    return mapper.writerWithDefaultPrettyPrinter().writeValueAsString(report) + "\n";
  }
}
