package org.millrace.benchmarks.scheduler.parity;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.millrace.benchmarks.running.Folders;

/**
 * Compares Millrace's simulator with YARN's schedulers, grant by grant: {@code ROOT CASES SEED
 * POLICY,… [WORKLOAD.json…]}. Ends with 1 when something differs.
 */
final class Parity {
  private final Path root;
  private final Path differing;
  private final Comparing comparing;
  private boolean equal = true;

  private Parity(Path root, Path scratch) {
    this.root = root;
    this.differing = root.resolve("benchmarks/scheduler/target/parity");
    this.comparing = new Comparing(scratch);
  }

  public static void main(String[] args) throws IOException {
    Path root = Path.of(args[0]).toAbsolutePath();
    Path scratch = Files.createTempDirectory("millrace-parity-");
    Parity parity = new Parity(root, scratch);
    List<Path> files = Arrays.stream(args).skip(4).map(Path::of).toList();
    try {
      if (files.isEmpty()) {
        List<String> policies = List.of(args[3].split(","));
        parity.random(Integer.parseInt(args[1]), Long.parseLong(args[2]), policies);
      } else {
        for (Path file : files) {
          parity.compare(file);
        }
      }
    } finally {
      Folders.delete(scratch);
    }
    // YARN leaves threads.
    System.exit(parity.equal ? 0 : 1);
  }

  /**
   * The ten workloads come with what YARN granted elsewhere, which shows that it is driven right.
   */
  private void compare(Path file) throws IOException {
    JsonNode workload = comparing.read(file);
    Comparing.Count count = new Comparing.Count();
    Optional<String> difference = comparing.difference(workload, count);
    String name = file.getFileName().toString();
    System.out.printf("%s: %d grants, %s%n", name, count.grants, difference.orElse("equal"));
    Path expected =
        file.toAbsolutePath().getParent().resolveSibling("expected").resolve(name + "l");
    if (Files.exists(expected)) {
      Optional<String> driven = comparing.differenceFrom(expected, workload);
      System.out.printf(
          "  YARN here and in %s: %s%n", expected.getFileName(), driven.orElse("equal"));
      equal &= driven.isEmpty();
    }
    equal &= difference.isEmpty();
  }

  private void random(int cases, long seed, List<String> policies) throws IOException {
    ParityReport report = new ParityReport(Clock.systemUTC().instant(), seed);
    for (Family family : Family.values()) {
      for (String policy : policies) {
        Comparing.Count count = report.row(family, policy);
        for (long each = seed; each < seed + cases; each++) {
          random(family, policy, each, count);
        }
        System.err.printf("%s, %s: %d cases%n", family, policy, count.cases);
      }
    }
    System.out.print(report.table());
    Path json = root.resolve("benchmarks/results").resolve(report.fileName());
    Files.writeString(json, report.json());
    System.err.println("Written to " + root.relativize(json));
  }

  private void random(Family family, String policy, long seed, Comparing.Count count)
      throws IOException {
    JsonNode workload = RandomWorkloads.make(family, policy, seed);
    Optional<String> difference = comparing.difference(workload, count);
    if (difference.isPresent()) {
      equal = false;
      Files.createDirectories(differing);
      Path file = differing.resolve("%s-%s-%d.json".formatted(policy, family, seed));
      comparing.write(workload, file);
      System.err.printf("%s: %s%n", root.relativize(file), difference.get());
      comparing.write(comparing.shrink(workload), file);
    }
  }
}
