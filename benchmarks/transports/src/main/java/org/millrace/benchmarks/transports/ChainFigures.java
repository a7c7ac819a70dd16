package org.millrace.benchmarks.transports;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.TreeMap;
import org.millrace.benchmarks.running.Median;

/** Stage-tasks a second, of every contender at every batch. */
final class ChainFigures {
  private static final List<Integer> BATCHES = List.of(1, 10, 100);

  private final Map<Candidate, Map<Integer, List<Double>>> runs = new EnumMap<>(Candidate.class);

  void add(Candidate candidate, int batch, double perSecond) {
    runs.computeIfAbsent(candidate, key -> new TreeMap<>())
        .computeIfAbsent(batch, key -> new ArrayList<>())
        .add(perSecond);
  }

  /** Empty when it did not run so. */
  OptionalDouble median(Candidate candidate, int batch) {
    return Median.of(
        runs.getOrDefault(candidate, Map.of()).getOrDefault(batch, List.of()).stream()
            .mapToDouble(Double::doubleValue));
  }

  Map<Candidate, Map<Integer, List<Double>>> runs() {
    return runs;
  }

  String table() {
    StringBuilder table = new StringBuilder("| contender | batch 1 | 10 | 100 |\n");
    table.append("| --- | ---: | ---: | ---: |\n");
    for (Candidate candidate : runs.keySet()) {
      table.append("| %s |".formatted(candidate.title()));
      for (int batch : BATCHES) {
        OptionalDouble median = median(candidate, batch);
        table.append(median.isPresent() ? " %,.0f |".formatted(median.getAsDouble()) : " |");
      }
      table.append('\n');
    }
    return table.toString();
  }
}
