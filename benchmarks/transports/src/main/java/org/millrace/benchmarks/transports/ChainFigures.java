package org.millrace.benchmarks.transports;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;
import org.millrace.benchmarks.running.Median;

/** Stage-tasks a second, of every contender at every batch. */
final class ChainFigures {
  private static final List<Integer> BATCHES = List.of(1, 10, 100);

  private final Map<Candidate, Map<Integer, List<Rate>>> runs = new EnumMap<>(Candidate.class);

  void add(Candidate candidate, int batch, Rate rate) {
    runs.computeIfAbsent(candidate, key -> new TreeMap<>())
        .computeIfAbsent(batch, key -> new ArrayList<>())
        .add(rate);
  }

  /** Empty when it did not run so. */
  OptionalDouble median(Candidate candidate, int batch, ToDoubleFunction<Rate> figure) {
    return Median.of(
        runs.getOrDefault(candidate, Map.of()).getOrDefault(batch, List.of()).stream()
            .mapToDouble(figure));
  }

  Map<Candidate, Map<Integer, List<Rate>>> runs() {
    return runs;
  }

  String table() {
    StringBuilder table = new StringBuilder("| contender | batch 1 | 10 | 100 |\n");
    table.append("| --- | ---: | ---: | ---: |\n");
    for (Candidate candidate : runs.keySet()) {
      table.append("| %s |".formatted(candidate.title()));
      for (int batch : BATCHES) {
        OptionalDouble median = median(candidate, batch, Rate::perSecond);
        OptionalDouble cpu = median(candidate, batch, Rate::cpuMicros);
        table.append(
            median.isPresent()
                ? " %,.0f (%.0f) |".formatted(median.getAsDouble(), cpu.getAsDouble())
                : " |");
      }
      table.append('\n');
    }
    return table.toString();
  }
}
