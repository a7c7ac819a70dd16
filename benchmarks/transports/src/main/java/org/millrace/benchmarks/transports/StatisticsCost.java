package org.millrace.benchmarks.transports;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import org.millrace.benchmarks.running.Machine;
import org.millrace.benchmarks.running.Median;

/**
 * What statistics cost: the same chain with them and without, in pairs whose order alternates, in
 * one process and the same minutes. Processor time tells more than the clock, which neighbours
 * move.
 */
final class StatisticsCost {
  private static final int WARMING = 3;
  private static final List<Integer> BATCHES = List.of(10, 100);

  /** The same chain with statistics and without. */
  private record Pair(Rate with, Rate without) {
    double cpuPercent() {
      return percent(with.cpuMicros(), without.cpuMicros());
    }

    /** How much less was done. */
    double clockPercent() {
      return percent(without.perSecond(), with.perSecond());
    }

    private static double percent(double larger, double smaller) {
      return (larger / smaller - 1) * 100;
    }
  }

  private final Servers servers;
  private final int rounds;
  private final Map<String, Map<Integer, List<Pair>>> pairs = new LinkedHashMap<>();

  StatisticsCost(Servers servers, int rounds) {
    this.servers = servers;
    this.rounds = rounds;
  }

  StatisticsCost run() throws Exception {
    for (int round = -WARMING; round < rounds; round++) {
      for (int batch : BATCHES) {
        pair("h2", MillraceChain.Opening::h2, batch, round);
        pair("postgresql", MillraceChain.Opening::postgresql, batch, round);
      }
    }
    return this;
  }

  private void pair(String store, MillraceChain.Opening opening, int batch, int round)
      throws Exception {
    // Long enough that what is written every five seconds falls into many of the runs.
    Chain chain = new Chain(batch == 100 ? 40_000 : 20_000, batch, 4);
    boolean first = round % 2 == 0;
    Rate one = once(opening, chain, first);
    Rate other = once(opening, chain, !first);
    Pair pair = first ? new Pair(one, other) : new Pair(other, one);
    System.err.printf(
        "round %d, %s, batch %d: %.1f us CPU with, %.1f without%n",
        round, store, batch, pair.with().cpuMicros(), pair.without().cpuMicros());
    if (round >= 0) {
      pairs
          .computeIfAbsent(store, any -> new LinkedHashMap<>())
          .computeIfAbsent(batch, any -> new ArrayList<>())
          .add(pair);
    }
  }

  private Rate once(MillraceChain.Opening opening, Chain chain, boolean recorded) throws Exception {
    Watch watch = new Watch(servers);
    new MillraceChain(servers, opening, Way::table, recorded).run(chain, watch);
    servers.discard();
    return watch.rate(chain);
  }

  String table() {
    StringBuilder table =
        new StringBuilder(
            "| store | batch | us CPU with | without | CPU more, median of pairs | quartiles | less a second |\n"
                + "| --- | ---: | ---: | ---: | ---: | --- | ---: |\n");
    pairs.forEach(
        (store, batches) ->
            batches.forEach(
                (batch, all) ->
                    table.append(
                        "| %s | %d | %.1f | %.1f | %.1f %% | %.1f to %.1f %% | %.1f %% |%n"
                            .formatted(
                                store,
                                batch,
                                median(all, pair -> pair.with().cpuMicros()),
                                median(all, pair -> pair.without().cpuMicros()),
                                median(all, Pair::cpuPercent),
                                quartile(all, 1),
                                quartile(all, 3),
                                median(all, Pair::clockPercent)))));
    return table.toString();
  }

  String json(Instant when) throws JsonProcessingException {
    ObjectMapper mapper = new ObjectMapper();
    ObjectNode report = mapper.createObjectNode();
    report.put("date", when.truncatedTo(ChronoUnit.SECONDS).toString());
    report.set("machine", Machine.describe(mapper));
    report.set("pairs", mapper.valueToTree(pairs));
    return mapper.writerWithDefaultPrettyPrinter().writeValueAsString(report) + "\n";
  }

  private static double median(List<Pair> all, ToDoubleFunction<Pair> figure) {
    return Median.of(all.stream().mapToDouble(figure)).orElseThrow();
  }

  private static double quartile(List<Pair> all, int which) {
    double[] sorted = all.stream().mapToDouble(Pair::cpuPercent).sorted().toArray();
    return sorted[Math.round((sorted.length - 1) * which / 4f)];
  }
}
