package org.millrace.benchmarks.start;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.millrace.benchmarks.running.ChildProcess;
import org.millrace.benchmarks.running.Folders;
import org.millrace.benchmarks.running.Machine;
import org.millrace.benchmarks.running.Median;
import org.millrace.benchmarks.running.RunningMillrace;

/**
 * Starts Millrace some times, drops a file of one line again and again, and runs a thin command:
 * {@code ROOT STARTS DROPS COMMANDS}.
 */
final class StartCheck {
  private static final String LINE =
      "192.0.2.7 - - [21/Nov/2026:13:05:00 +0000] \"GET / HTTP/1.1\" 200 512 \"-\" \"-\"\n";

  private final Path root;
  private final Path scratch;
  private final Clock clock;
  private final ObjectNode report;

  private StartCheck(Path root, Path scratch, Clock clock, ObjectNode report) {
    this.root = root;
    this.scratch = scratch;
    this.clock = clock;
    this.report = report;
  }

  public static void main(String[] args) throws Exception {
    Path root = Path.of(args[0]).toAbsolutePath();
    Path scratch = root.resolve("benchmarks/target/start-" + ProcessHandle.current().pid());
    Files.createDirectories(scratch);
    Clock clock = Clock.systemUTC();
    ObjectMapper mapper = new ObjectMapper();
    ObjectNode report = mapper.createObjectNode();
    String when = clock.instant().truncatedTo(ChronoUnit.SECONDS).toString();
    report.put("date", when).set("machine", Machine.describe(mapper));
    StartCheck check = new StartCheck(root, scratch, clock, report);
    System.out.print("| what | times | median | most |\n| --- | ---: | ---: | ---: |\n");
    try {
      check.starts(Integer.parseInt(args[1]));
      check.running(Integer.parseInt(args[2]), Integer.parseInt(args[3]));
    } finally {
      Folders.delete(scratch);
    }
    Path json = root.resolve("benchmarks/results/start-" + when.replace(":", "") + ".json");
    Files.createDirectories(json.getParent());
    Files.writeString(json, mapper.writerWithDefaultPrettyPrinter().writeValueAsString(report));
    System.err.println("Written to " + root.relativize(json));
  }

  private void starts(int times) throws Exception {
    List<Double> wall = new ArrayList<>();
    List<Double> cpu = new ArrayList<>();
    for (int i = 0; i < times; i++) {
      Path home = scratch.resolve("start-" + i);
      try (RunningMillrace millrace = RunningMillrace.start(root, home, "")) {
        wall.add(millrace.startSeconds());
        cpu.add(millrace.startCpuSeconds());
      }
    }
    say("`up` until ready, wall s", wall);
    say("`up` until ready, CPU s", cpu);
  }

  private void running(int drops, int commands) throws Exception {
    Path home = scratch.resolve("running");
    try (RunningMillrace millrace = RunningMillrace.start(root, home, "")) {
      List<Double> latency = new ArrayList<>();
      for (int i = 1; i <= drops; i++) {
        latency.add(drop(millrace, i));
      }
      say("one-line file, drop to COMPLETED, the first s", latency.subList(0, 1));
      say("one-line file, drop to COMPLETED, s", latency);
      List<Double> wall = new ArrayList<>();
      for (int i = 0; i < commands; i++) {
        wall.add(command());
      }
      say("`./millrace jobs`, wall s", wall);
    }
  }

  private double drop(RunningMillrace millrace, int number) throws Exception {
    String name = number + ".log";
    Path aside = Files.writeString(millrace.home().resolve(name), LINE);
    Path file = millrace.inbox("acme").resolve(name);
    Instant dropped = clock.instant();
    Files.move(aside, file, StandardCopyOption.ATOMIC_MOVE);
    JsonNode job = millrace.awaitCompletedQuietly("acme/" + name, number);
    Instant finished = Instant.parse(job.get("finishedAt").asText());
    return Duration.between(dropped, finished).toNanos() / 1e9;
  }

  private double command() throws Exception {
    Path log = scratch.resolve("jobs.log");
    List<String> command =
        List.of(
            root.resolve("millrace").toString(), "jobs", "--home=" + scratch.resolve("running"));
    try (ChildProcess process = ChildProcess.start(command, Map.of(), log, log)) {
      return process.await();
    }
  }

  private void say(String what, List<Double> values) {
    double median = Median.of(values.stream().mapToDouble(Double::doubleValue)).orElse(Double.NaN);
    double most = Collections.max(values);
    System.out.printf("| %s | %d | %.2f | %.2f |%n", what, values.size(), median, most);
    ObjectNode node = report.withArray("figures").addObject();
    node.put("name", what).put("median", median).put("most", most);
    values.forEach(node.withArray("all")::add);
  }
}
