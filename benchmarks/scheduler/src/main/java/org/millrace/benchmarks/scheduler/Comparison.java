package org.millrace.benchmarks.scheduler;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.millrace.benchmarks.running.ChildProcess;
import org.millrace.benchmarks.running.Folders;

/**
 * Every contender under every load, each in a process of its own: {@code ROOT full|quick
 * [CONTENDER,…]}.
 */
final class Comparison {
  private static final int WAITING = 100_000;
  private static final int RUNS = 5;

  private final List<Load> loads;
  private final long runMillis;
  private final Path scratch;
  private final ObjectMapper mapper = new ObjectMapper();

  private Comparison(boolean quick, Path scratch) {
    List<Integer> nodes = quick ? List.of(100, 1000) : List.of(100, 1000, 5000);
    List<Integer> queues = quick ? List.of(10, 1000) : List.of(10, 100, 1000);
    this.loads = nodes.stream().flatMap(n -> queues.stream().map(q -> new Load(n, q))).toList();
    this.runMillis = quick ? 300 : 700;
    this.scratch = scratch;
  }

  public static void main(String[] args) throws Exception {
    Path root = Path.of(args[0]).toAbsolutePath();
    boolean quick = "quick".equals(args[1]);
    List<Candidate> candidates =
        args.length > 2
            ? Arrays.stream(args[2].split(",")).map(Candidate::of).toList()
            : List.of(Candidate.values());
    Path scratch = root.resolve("benchmarks/scheduler/target/run-" + ProcessHandle.current().pid());
    Files.createDirectories(scratch);
    Report report =
        new Report(Clock.systemUTC().instant(), new Comparison(quick, scratch).run(candidates));
    System.out.print(report.table());
    Path json = root.resolve("benchmarks/results").resolve(report.fileName());
    Files.createDirectories(json.getParent());
    Files.writeString(json, report.json());
    Folders.delete(scratch);
    System.err.println("Written to " + root.relativize(json));
  }

  private List<Report.Row> run(List<Candidate> candidates) throws Exception {
    List<Report.Row> rows = new ArrayList<>();
    for (Candidate candidate : candidates) {
      Map<Load, JsonNode> cells = new LinkedHashMap<>();
      for (Load load : loads) {
        JsonNode cell =
            child(
                Cell.class,
                candidate.title(),
                Integer.toString(load.nodes()),
                Integer.toString(load.queues()),
                Integer.toString(RUNS),
                Long.toString(runMillis));
        System.err.printf(
            "%s, %d nodes, %d queues: %s%n", candidate.title(), load.nodes(), load.queues(), cell);
        cells.put(load, cell);
      }
      JsonNode waiting = child(Waiting.class, candidate.title(), Integer.toString(WAITING));
      rows.add(new Report.Row(candidate, cells, waiting.get("bytesPerApplication").asLong()));
    }
    return rows;
  }

  private JsonNode child(Class<?> main, String... arguments)
      throws IOException, InterruptedException {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx4g",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                main.getName()));
    command.addAll(List.of(arguments));
    Path out = scratch.resolve("out");
    try (ChildProcess process =
        ChildProcess.start(command, Map.of(), out, scratch.resolve("log"))) {
      process.await();
    }
    return mapper.readTree(out.toFile());
  }
}
