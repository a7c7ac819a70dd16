package org.millrace.benchmarks.logs;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.millrace.benchmarks.logs.Run.Verdict;
import org.millrace.benchmarks.running.ChildProcess;

/**
 * A contender that is one command.
 *
 * @param time where the process writes its own seconds; empty when it does not
 */
record Command(
    String name, List<String> command, Path out, Path log, Optional<Path> time, Check check)
    implements Contender {
  private static final List<String> JVM = List.of("-Xmx256m", "-XX:+UseSerialGC");

  /** Looks at what the command has written. */
  interface Check {
    Verdict check(Path out) throws IOException;
  }

  static Command java(String name, Bench bench) {
    Path summary = bench.scratch().resolve(name + ".summary");
    Path time = bench.scratch().resolve(name + ".seconds");
    List<String> command =
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            JVM.get(0),
            JVM.get(1),
            "-cp",
            System.getProperty("java.class.path"),
            JavaContender.class.getName(),
            name,
            bench.file().path().toString(),
            summary.toString(),
            time.toString());
    Path log = bench.scratch().resolve(name + ".log");
    return new Command(
        name,
        command,
        log,
        log,
        Optional.of(time),
        out -> bench.truth().check(Summary.readFrom(summary)));
  }

  static Command awk(String name, Bench bench) {
    Path program = bench.root().resolve("benchmarks/src/main/awk/combined.awk");
    List<String> command = List.of(name, "-f", program.toString(), bench.file().path().toString());
    return of(name, command, bench, out -> bench.truth().check(Summary.readFrom(out)));
  }

  static Command wc(Bench bench) {
    List<String> command = List.of("wc", "-l", bench.file().path().toString());
    return of(
        "wc -l",
        command,
        bench,
        out ->
            bench.truth().checkLines(Long.parseLong(Files.readString(out).strip().split(" ")[0])));
  }

  /** Goaccess sums up by more than hour and status, and rejects by rules of its own. */
  static Command goaccess(Bench bench) {
    Path json = bench.scratch().resolve("goaccess.json");
    List<String> command =
        List.of(
            "goaccess",
            bench.file().path().toString(),
            "--log-format=COMBINED",
            "--no-global-config",
            "--no-progress",
            "--output=" + json);
    return of(
        "goaccess",
        command,
        bench,
        out -> {
          JsonNode general = new ObjectMapper().readTree(json.toFile()).get("general");
          return bench
              .truth()
              .checkCounts(
                  general.get("valid_requests").asLong(), general.get("failed_requests").asLong());
        });
  }

  private static Command of(String name, List<String> command, Bench bench, Check check) {
    String file = name.replaceAll("\\W", "");
    return new Command(
        name,
        command,
        bench.scratch().resolve(file + ".out"),
        bench.scratch().resolve(file + ".log"),
        Optional.empty(),
        check);
  }

  @Override
  public Optional<String> missing() {
    String program = command.get(0);
    boolean found =
        Arrays.stream(System.getenv("PATH").split(File.pathSeparator))
            .anyMatch(folder -> Files.isExecutable(Path.of(folder).resolve(program)));
    return found ? Optional.empty() : Optional.of("not installed");
  }

  @Override
  public List<Run> run() throws Exception {
    try (ChildProcess process = ChildProcess.start(command, Map.of("LC_ALL", "C"), out, log)) {
      double seconds = process.await();
      OptionalDouble own =
          time.isPresent()
              ? OptionalDouble.of(Double.parseDouble(Files.readString(time.get()).strip()))
              : OptionalDouble.empty();
      return List.of(
          new Run(name, seconds, own, process.cpuSeconds(), process.peakBytes(), check.check(out)));
    }
  }
}
