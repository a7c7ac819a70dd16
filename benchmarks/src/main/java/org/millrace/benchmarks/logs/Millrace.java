package org.millrace.benchmarks.logs;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.millrace.benchmarks.logs.Run.Verdict;
import org.millrace.benchmarks.running.ChildProcess;
import org.millrace.benchmarks.running.Folders;
import org.millrace.benchmarks.running.RunningMillrace;

/**
 * Millrace from the drop of the file into the inbox to the job's end. Four goes at one process: the
 * first drop after its start, a second, a copy with {@code cp}, and an object already in a bucket
 * for which a job is asked over HTTP, which shows what the watch takes.
 */
final class Millrace implements Contender {
  private static final String SOURCE = "acme";

  /** The job's end by its own clock and as seen from outside may be so far apart. */
  private static final double AGREE_SECONDS = 1;

  private final Bench bench;
  private final Clock clock;
  private int goes;

  Millrace(Bench bench, Clock clock) {
    this.bench = bench;
    this.clock = clock;
  }

  @Override
  public String name() {
    return "millrace";
  }

  @Override
  public Optional<String> missing() {
    return Optional.empty();
  }

  @Override
  public List<Run> run() throws Exception {
    Path home = bench.scratch().resolve("millrace-" + ++goes);
    List<Run> runs = new ArrayList<>();
    try (RunningMillrace millrace = RunningMillrace.start(bench.root(), home, "")) {
      Path inbox = millrace.inbox(SOURCE);
      runs.add(
          go(
              "millrace, first drop",
              millrace,
              1,
              SOURCE + "/first.log",
              () -> move(home, inbox, "first.log")));
      runs.add(
          go(
              "millrace, second drop",
              millrace,
              2,
              SOURCE + "/second.log",
              () -> move(home, inbox, "second.log")));
      runs.add(
          go("millrace, cp", millrace, 3, SOURCE + "/copied.log", () -> copy(inbox, "copied.log")));
      runs.add(go("millrace, asked", millrace, 4, "asked.log", () -> ask(millrace, "asked.log")));
    }
    Folders.delete(home);
    return runs;
  }

  /** Brings the file in, and says when that began. */
  private interface Drop {
    Instant drop() throws Exception;
  }

  private Run go(String name, RunningMillrace millrace, int job, String key, Drop drop)
      throws Exception {
    ChildProcess process = millrace.process();
    double cpuBefore = process.cpuSeconds();
    Instant dropped = drop.drop();
    JsonNode ended = millrace.awaitCompletedQuietly(key, job);
    double seen = seconds(dropped, clock.instant());
    double seconds = seconds(dropped, Instant.parse(ended.get("finishedAt").asText()));
    double cpu = process.cpuSeconds() - cpuBefore;
    Verdict verdict = bench.truth().checkResults(millrace.results(ended.get("id").asLong()));
    if (seconds > seen || seen - seconds > AGREE_SECONDS) {
      verdict =
          new Verdict(
              false, "DIFFERS: finishedAt after %.2f s, seen after %.2f".formatted(seconds, seen));
    }
    return new Run(name, seconds, OptionalDouble.of(seconds), cpu, process.peakBytes(), verdict);
  }

  /** A hard link, so that no bytes are copied, then the rename that users are told to do. */
  private Instant move(Path home, Path inbox, String name) throws IOException {
    Path aside = home.resolve(name);
    Files.createLink(aside, bench.file().path());
    Instant now = clock.instant();
    Files.move(aside, inbox.resolve(name), StandardCopyOption.ATOMIC_MOVE);
    return now;
  }

  private Instant copy(Path inbox, String name) throws Exception {
    Path log = bench.scratch().resolve("cp.log");
    Instant now = clock.instant();
    List<String> command =
        List.of("cp", bench.file().path().toString(), inbox.resolve(name).toString());
    try (ChildProcess cp = ChildProcess.start(command, Map.of(), log, log)) {
      cp.await();
    }
    return now;
  }

  private Instant ask(RunningMillrace millrace, String name) throws IOException {
    Files.createLink(millrace.home().resolve("buckets/work").resolve(name), bench.file().path());
    ObjectNode job = JsonNodeFactory.instance.objectNode();
    job.put("pipeline", "b2b-logs").put("source", SOURCE);
    job.putObject("input").put("bucket", "work").put("key", name);
    Instant now = clock.instant();
    millrace.post("/api/v1/jobs", job);
    return now;
  }

  private static double seconds(Instant from, Instant to) {
    return Duration.between(from, to).toNanos() / 1e9;
  }
}
