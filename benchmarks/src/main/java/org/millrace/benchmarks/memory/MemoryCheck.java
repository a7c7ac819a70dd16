package org.millrace.benchmarks.memory;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.millrace.benchmarks.logs.SampleFile;
import org.millrace.benchmarks.running.Folders;
import org.millrace.benchmarks.running.GcLog;
import org.millrace.benchmarks.running.Machine;
import org.millrace.benchmarks.running.Pause;
import org.millrace.benchmarks.running.RunningMillrace;

/**
 * One large file, then many waiting small ones, each in a Millrace of its own with a heap of 256
 * MB: {@code ROOT LARGE_MEGABYTES FILES}. The heap's peaks are the JVM's own figures.
 */
final class MemoryCheck {
  private static final String LINE =
      "192.0.2.7 - - [21/Nov/2026:13:%02d:%02d +0000] \"GET /%d HTTP/1.1\" 200 %d \"-\" \"-\"%n";
  private static final long WAIT_SECONDS = 3600;

  private final Path root;
  private final Path scratch;
  private final ObjectNode report;

  private MemoryCheck(Path root, Path scratch, ObjectNode report) {
    this.root = root;
    this.scratch = scratch;
    this.report = report;
  }

  /** Gives Millrace its input and waits until it is done with it. */
  private interface Load {
    void run(RunningMillrace millrace) throws Exception;
  }

  public static void main(String[] args) throws Exception {
    Path root = Path.of(args[0]).toAbsolutePath();
    Path scratch = root.resolve("benchmarks/target/memory-" + ProcessHandle.current().pid());
    ObjectMapper mapper = new ObjectMapper();
    ObjectNode report = mapper.createObjectNode();
    String when = Clock.systemUTC().instant().truncatedTo(ChronoUnit.SECONDS).toString();
    report.put("date", when).set("machine", Machine.describe(mapper));
    MemoryCheck check = new MemoryCheck(root, scratch, report);
    System.out.print(
        "| load | seconds | peak heap MB | peak heap after a collection MB | peak RSS MB |\n"
            + "| --- | ---: | ---: | ---: | ---: |\n");
    try {
      int megabytes = Integer.parseInt(args[1]);
      check.measure("idle, 5 s", millrace -> TimeUnit.SECONDS.sleep(5));
      // Made before the clock runs.
      SampleFile sample = SampleFile.of(scratch, megabytes);
      check.measure("one file of " + megabytes + " MB", m -> check.large(m, sample));
      int files = Integer.parseInt(args[2]);
      check.measure(files + " files of one line", millrace -> check.small(millrace, files));
    } finally {
      Folders.delete(scratch);
    }
    Path json = root.resolve("benchmarks/results/memory-" + when.replace(":", "") + ".json");
    Files.createDirectories(json.getParent());
    Files.writeString(json, mapper.writerWithDefaultPrettyPrinter().writeValueAsString(report));
    System.err.println("Written to " + root.relativize(json));
  }

  private void measure(String name, Load load) throws Exception {
    int number = report.withArray("loads").size() + 1;
    Path home = scratch.resolve("home-" + number);
    Path gcLog = scratch.resolve("gc-" + number + ".log");
    double seconds;
    long rss;
    Files.createDirectories(scratch);
    try (RunningMillrace millrace = RunningMillrace.start(root, home, GcLog.option(gcLog))) {
      double before = millrace.process().seconds();
      load.run(millrace);
      seconds = millrace.process().seconds() - before;
      rss = millrace.process().peakBytes();
    }
    GcLog.Peaks heap = GcLog.read(gcLog);
    System.out.printf(
        "| %s | %.1f | %d | %d | %d |%n",
        name, seconds, heap.used() >> 20, heap.live() >> 20, rss >> 20);
    report
        .withArray("loads")
        .addObject()
        .put("name", name)
        .put("seconds", seconds)
        .put("peakHeapBytes", heap.used())
        .put("peakHeapAfterCollectionBytes", heap.live())
        .put("peakRssBytes", rss);
    Folders.delete(home);
  }

  private void large(RunningMillrace millrace, SampleFile sample) throws Exception {
    // Moved, not linked: the disk holds it once, and deleting the home deletes it.
    Files.move(
        sample.path(), millrace.inbox("acme").resolve("large.log"), StandardCopyOption.ATOMIC_MOVE);
    JsonNode job = millrace.awaitCompletedQuietly("acme/large.log", 1);
    JsonNode totals =
        new ObjectMapper()
            .readTree(millrace.results(job.get("id").asLong()).resolve("summary.json").toFile())
            .get("totals");
    same("records", sample.good(), totals.get("records").asLong());
    same("rejects", sample.broken(), totals.get("rejects").asLong());
  }

  private void small(RunningMillrace millrace, int files) throws Exception {
    // Written aside and moved as one folder, so that all of them wait at once.
    Path aside = Files.createDirectories(millrace.home().resolve("many"));
    for (int i = 0; i < files; i++) {
      Files.writeString(aside.resolve(i + ".log"), LINE.formatted(i / 60 % 60, i % 60, i, i));
    }
    Path source = millrace.inbox("many");
    Files.delete(source);
    Files.move(aside, source, StandardCopyOption.ATOMIC_MOVE);
    // The folder is looked at first: listing thousands of jobs again and again is load of its own.
    Path results = millrace.results(1).getParent();
    Pause.until(
        files + " result folders",
        1000,
        WAIT_SECONDS,
        () -> Files.exists(results) && count(results) == files ? Boolean.TRUE : null);
    Pause.until(
        files + " jobs", 1000, WAIT_SECONDS, () -> ended(millrace) == files ? Boolean.TRUE : null);
  }

  private static long count(Path folder) throws IOException {
    try (Stream<Path> entries = Files.list(folder)) {
      return entries.filter(entry -> !entry.getFileName().toString().startsWith(".")).count();
    }
  }

  private static long ended(RunningMillrace millrace) throws IOException {
    long ended = 0;
    String before = "";
    while (true) {
      JsonNode page = millrace.get("/api/v1/jobs?state=COMPLETED&limit=500" + before);
      ended += page.get("jobs").size();
      JsonNode next = page.get("next");
      if (next == null || next.isNull()) {
        return ended;
      }
      before = "&before=" + next.asText();
    }
  }

  private static void same(String what, long expected, long found) {
    if (expected != found) {
      throw new IllegalStateException(
          what + ": must be " + expected + " as generated, was " + found + "; indicates a bug");
    }
  }
}
