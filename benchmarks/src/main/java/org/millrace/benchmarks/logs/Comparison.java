package org.millrace.benchmarks.logs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.millrace.benchmarks.running.Folders;

/**
 * Runs every contender on the same file, in turn, as often as asked, and reports. {@code ROOT
 * MEGABYTES REPEATS [NAME,…]}; exits with 1 when a result differs.
 */
final class Comparison {
  private Comparison() {}

  public static void main(String[] args) throws Exception {
    Path root = Path.of(args[0]).toAbsolutePath();
    int megabytes = Integer.parseInt(args[1]);
    int repeats = Integer.parseInt(args[2]);
    List<String> only = args.length > 3 ? List.of(args[3].split(",")) : List.of();
    Clock clock = Clock.systemUTC();

    // 1. The file and what is true of it.
    say("Generating, or finding, a combined log of " + megabytes + " MB …");
    SampleFile file = SampleFile.of(root.resolve("benchmarks/target/data"), megabytes);
    Truth truth = Truth.of(file);
    Path scratch = root.resolve("benchmarks/target/scratch-" + ProcessHandle.current().pid());
    Files.createDirectories(scratch);
    Bench bench = new Bench(root, scratch, file, truth);

    // 2. Everybody in turn, so that a noisy minute falls on all alike.
    List<Contender> present = new ArrayList<>();
    List<String> skipped = new ArrayList<>();
    for (Contender contender : contenders(bench, clock)) {
      Optional<String> missing = contender.missing();
      if (!only.isEmpty() && !only.contains(contender.name())) {
        skipped.add(contender.name() + ": not asked for");
      } else if (missing.isPresent()) {
        skipped.add(contender.name() + ": " + missing.get());
      } else {
        present.add(contender);
      }
    }
    skipped.forEach(each -> say("SKIPPED " + each));
    List<Run> runs = new ArrayList<>();
    for (int repeat = 1; repeat <= repeats; repeat++) {
      for (Contender contender : present) {
        for (Run run : contender.run()) {
          runs.add(run);
          say(progress(repeat, repeats, run));
        }
      }
    }

    // 3. The medians.
    Report report = new Report(file, runs, skipped, repeats, clock.instant());
    System.out.print(report.table());
    Path json = root.resolve("benchmarks/results").resolve(report.fileName());
    Files.createDirectories(json.getParent());
    Files.writeString(json, report.json());
    say("Written to " + root.relativize(json));
    if (runs.stream().allMatch(run -> run.verdict().good())) {
      Folders.delete(scratch);
    } else {
      say("A result differs; what it measured cannot be compared.");
      System.exit(1);
    }
  }

  private static List<Contender> contenders(Bench bench, Clock clock) throws IOException {
    return List.of(
        Command.wc(bench),
        Command.java("limit", bench),
        new Millrace(bench, clock),
        Command.java("limit-1", bench),
        Command.java("regex", bench),
        Command.awk("mawk", bench),
        Command.awk("gawk", bench),
        Command.java("spring-batch", bench),
        Command.java("camel", bench),
        Command.goaccess(bench));
  }

  private static String progress(int repeat, int repeats, Run run) {
    return "%d/%d  %-22s %8.2f s wall %8.2f s CPU   %s"
        .formatted(
            repeat,
            repeats,
            run.contender(),
            run.seconds(),
            run.cpuSeconds(),
            run.verdict().text());
  }

  private static void say(String text) {
    System.err.println(text);
  }
}
