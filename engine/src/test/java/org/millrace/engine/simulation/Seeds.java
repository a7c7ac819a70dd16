package org.millrace.engine.simulation;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;

/** Many seeds, two at a time. */
final class Seeds {
  private static final int THREADS = 2;

  private Seeds() {}

  /**
   * What came of them together.
   *
   * @param effects each found exactly once
   * @param failures what must not be, by seed
   */
  record Totals(
      int seeds,
      long events,
      long effects,
      Map<Faults.Kind, Integer> faults,
      long millis,
      List<String> failures) {}

  /**
   * The seed that {@code millrace.simulation.seed} names, its events kept in {@code target}; else
   * as many from a random one as {@code millrace.simulation.seeds} says.
   */
  static Totals asTold(int otherwise) throws Exception {
    Long one = Long.getLong("millrace.simulation.seed");
    long first = one != null ? one : new Random().nextLong() >>> 16;
    int count = one != null ? 1 : Integer.getInteger("millrace.simulation.seeds", otherwise);
    System.out.println("Simulation: " + count + " seeds from " + first);
    Totals totals = run(LongStream.range(first, first + count).toArray(), one != null);
    System.out.println("Simulation: " + totals);
    return totals;
  }

  static Totals run(long[] seeds, boolean keepTrace) throws Exception {
    AtomicInteger next = new AtomicInteger();
    ConcurrentLinkedQueue<Simulation.Run> runs = new ConcurrentLinkedQueue<>();
    long begun = System.nanoTime();
    ExecutorService threads = Executors.newFixedThreadPool(THREADS);
    try (AutoCloseable log = Simulations.listen()) {
      List<Future<?>> all = new ArrayList<>();
      for (int i = 0; i < Math.min(THREADS, seeds.length); i++) {
        all.add(
            threads.submit(
                () -> {
                  try (Simulations simulations = new Simulations()) {
                    for (int n = next.getAndIncrement();
                        n < seeds.length;
                        n = next.getAndIncrement()) {
                      runs.add(simulations.run(seeds[n], keepTrace));
                    }
                  }
                  return null;
                }));
      }
      for (Future<?> each : all) {
        each.get();
      }
    } finally {
      threads.shutdownNow();
    }
    return totals(List.copyOf(runs), (System.nanoTime() - begun) / 1_000_000);
  }

  private static Totals totals(List<Simulation.Run> runs, long millis) throws Exception {
    Map<Faults.Kind, Integer> faults = new EnumMap<>(Faults.Kind.class);
    List<String> failures = new ArrayList<>();
    for (Simulation.Run run : runs) {
      run.faults().forEach((kind, count) -> faults.merge(kind, count, Integer::sum));
      if (!run.violations().isEmpty()) {
        failures.add(
            "seed "
                + run.seed()
                + ", "
                + run.profile()
                + ": "
                + String.join("\n", run.violations()));
      }
      if (!run.trace().isEmpty()) {
        Path file = Path.of("target", "simulation-" + run.seed() + ".log");
        Files.writeString(file, run.trace());
        System.out.println("Simulation: " + file + ", hash " + run.hash());
      }
    }
    return new Totals(
        runs.size(),
        runs.stream().mapToLong(Simulation.Run::events).sum(),
        runs.stream().mapToLong(Simulation.Run::effects).sum(),
        faults,
        millis,
        failures);
  }
}
