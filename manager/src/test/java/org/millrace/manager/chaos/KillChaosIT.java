package org.millrace.manager.chaos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.millrace.processors.logs.SampleLogs;

/**
 * Kills the real process (SIGKILL) at random moments while files flow, starts it again each time,
 * and counts afterwards. Repeat a run with {@code -Dmillrace.chaos.seed=…}; lengthen it with {@code
 * -Dmillrace.chaos.kills=…}.
 */
class KillChaosIT {
  private static final int FILES = 4;

  @TempDir Path folder;

  @Test
  void nothingIsLostOrCountedTwiceWhenTheProcessIsKilledAgainAndAgain() throws Exception {
    long seed = Long.getLong("millrace.chaos.seed", System.nanoTime());
    int kills = Integer.getInteger("millrace.chaos.kills", 8);
    System.err.println("chaos: seed " + seed + ", " + kills + " kills");
    Random random = new Random(seed);
    Path home = Files.createDirectories(folder.resolve("home"));
    Map<String, PlainCount> expected = new HashMap<>();

    try (Process9 system = new Process9(home)) {
      system.start();
      system.awaitReady();
      for (int kill = 0; kill < kills; kill++) {
        for (int file = 0; file < FILES; file++) {
          drop(home, "f" + kill + "-" + file + ".log", random, expected);
        }
        // From the first look at the files to their archiving, whatever that moment meets.
        pause(100 + random.nextInt(1900));
        system.kill();
        system.start();
        system.awaitReady();
      }
      await()
          .atMost(Duration.ofMinutes(3))
          .pollInterval(Duration.ofMillis(200))
          .until(() -> ended(system) == expected.size() && inbox(home).isEmpty());
      report(home, system, expected, kills);
    }
  }

  private static void report(
      Path home, Process9 system, Map<String, PlainCount> expected, int kills) throws Exception {
    long accepted = 0;
    long lost = 0;
    long unexpected = 0;
    long duplicated = 0;
    List<String> wrong = new ArrayList<>();
    JsonNode jobs = system.get("/api/v1/jobs?limit=200").path("jobs");
    Map<String, Integer> jobsOfFile = new HashMap<>();
    for (JsonNode job : jobs) {
      String id = job.path("id").asText();
      String key = job.path("input").path("key").asText();
      String name = key.substring(key.lastIndexOf('/') + 1);
      jobsOfFile.merge(name, 1, Integer::sum);
      assertThat(job.path("state").asText()).as("job %s: %s", id, job).isEqualTo("COMPLETED");
      job.path("stages")
          .forEach(
              stage ->
                  assertThat(stage.path("done").asLong())
                      .as("job %s, stage %s", id, stage)
                      .isEqualTo(stage.path("created").asLong()));
      PlainCount count = expected.get(name);
      TreeMap<String, long[]> got =
          PlainCount.read(home.resolve("buckets/results/" + id + "/summary.csv"));
      accepted += PlainCount.records(count.rows());
      lost += surplus(count.rows(), got);
      duplicated += surplus(got, count.rows());
      unexpected += got.keySet().stream().filter(row -> !count.rows().containsKey(row)).count();
      if (!same(count.rows(), got)) {
        wrong.add(name);
      }
      JsonNode totals = totals(home, id);
      assertThat(totals.path("rejects").asLong()).isEqualTo(count.rejects());
      assertThat(totals.path("records").asLong() + totals.path("rejects").asLong())
          .isEqualTo(count.nonEmpty());
    }
    System.err.printf(
        "chaos: files %d, records %d, kills %d, lost %d, unexpected %d, duplicated effects %d%n",
        expected.size(), accepted, kills, lost, unexpected, duplicated);
    assertThat(jobsOfFile).hasSize(expected.size()).allSatisfy((f, n) -> assertThat(n).isOne());
    assertThat(wrong).isEmpty();
    assertThat(List.of(lost, unexpected, duplicated)).containsOnly(0L);
    assertThat(expected.keySet())
        .as("archived, each once")
        .allSatisfy(name -> assertThat(archived(home, name)).isOne());
    assertThat(home.resolve("buckets/work"))
        .as("intermediate data")
        .satisfies(KillChaosIT::noFiles);
  }

  private static void drop(Path home, String name, Random random, Map<String, PlainCount> expected)
      throws IOException {
    Path made = home.resolveSibling(name);
    long lines = random.nextInt(4) == 0 ? random.nextInt(3) : 5_000 + random.nextInt(400_000);
    try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(made))) {
      SampleLogs.write(
          out,
          new SampleLogs.Options(
              random.nextLong(),
              lines,
              SampleLogs.Style.COMBINED,
              0.01,
              LocalDate.of(2026, 11, 21)));
    }
    expected.put(name, PlainCount.of(made));
    Path inbox = Files.createDirectories(home.resolve("buckets/inbox/acme"));
    Files.move(made, inbox.resolve(name), StandardCopyOption.ATOMIC_MOVE);
  }

  private static long ended(Process9 system) throws IOException {
    long ended = 0;
    for (JsonNode job : system.get("/api/v1/jobs?limit=200").path("jobs")) {
      if (List.of("COMPLETED", "FAILED", "CANCELLED").contains(job.path("state").asText())) {
        ended++;
      }
    }
    return ended;
  }

  private static List<Path> inbox(Path home) throws IOException {
    try (var files = Files.walk(home.resolve("buckets/inbox"))) {
      return files.filter(Files::isRegularFile).toList();
    }
  }

  private static long archived(Path home, String name) throws IOException {
    try (var files = Files.walk(home.resolve("buckets/archive"))) {
      return files.filter(file -> file.getFileName().toString().equals(name)).count();
    }
  }

  private static void noFiles(Path folder) throws IOException {
    await()
        .atMost(Duration.ofSeconds(10))
        .untilAsserted(
            () -> {
              try (var files = Files.walk(folder)) {
                assertThat(files.filter(Files::isRegularFile)).isEmpty();
              }
            });
  }

  private static JsonNode totals(Path home, String id) throws IOException {
    return new com.fasterxml.jackson.databind.ObjectMapper()
        .readTree(Files.readString(home.resolve("buckets/results/" + id + "/summary.json")))
        .path("totals");
  }

  /** Records that {@code all} has and {@code some} lacks. */
  private static long surplus(TreeMap<String, long[]> all, TreeMap<String, long[]> some) {
    return all.entrySet().stream()
        .mapToLong(
            row -> Math.max(0, row.getValue()[0] - some.getOrDefault(row.getKey(), new long[2])[0]))
        .sum();
  }

  private static boolean same(TreeMap<String, long[]> a, TreeMap<String, long[]> b) {
    return a.keySet().equals(b.keySet())
        && a.entrySet().stream()
            .allMatch(row -> java.util.Arrays.equals(row.getValue(), b.get(row.getKey())));
  }

  /** A random moment is what is wanted here; there is nothing to wait for. */
  private static void pause(long millis) throws InterruptedException {
    new CountDownLatch(1).await(millis, TimeUnit.MILLISECONDS);
  }
}
