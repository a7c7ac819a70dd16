package org.millrace.benchmarks.transports;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.millrace.benchmarks.running.Folders;

/**
 * Everything in turns, so that a noisy minute falls on all alike: {@code ROOT full|quick [NAME,…]}.
 */
final class Comparison {
  private static final int WORKERS = 4;
  private static final int ROUNDS = 3;

  private Comparison() {}

  public static void main(String[] args) throws Exception {
    Path root = Path.of(args[0]).toAbsolutePath();
    boolean quick = "quick".equals(args[1]);
    List<Candidate> candidates =
        args.length > 2
            ? Arrays.stream(args[2].split(",")).map(Candidate::of).toList()
            : List.of(Candidate.values());
    Path scratch =
        root.resolve("benchmarks/transports/target/run-" + ProcessHandle.current().pid());
    Files.createDirectories(scratch);
    try (Servers servers = new Servers(scratch)) {
      ChainFigures figures = chain(servers, candidates, quick);
      System.out.print(figures.table());
    } finally {
      Folders.delete(scratch);
    }
    // Peers leave threads behind.
    System.exit(0);
  }

  private static ChainFigures chain(Servers servers, List<Candidate> candidates, boolean quick)
      throws Exception {
    ChainFigures figures = new ChainFigures();
    for (int round = 0; round <= ROUNDS; round++) {
      for (Candidate candidate : candidates) {
        for (int batch : quick ? List.of(100) : candidate.batches()) {
          Chain chain = new Chain(candidate.tasks(batch) / (quick ? 2 : 1), batch, WORKERS);
          Contender contender = candidate.on(servers);
          Watch watch = new Watch(servers);
          contender.run(chain, watch);
          Rate rate = watch.rate(chain);
          System.err.printf(
              "round %d, %s, batch %d: %,.0f a second, %.1f us CPU%n",
              round, candidate.title(), batch, rate.perSecond(), rate.cpuMicros());
          // The first round warms up.
          if (round > 0) {
            figures.add(candidate, batch, rate);
          }
        }
      }
    }
    return figures;
  }
}
