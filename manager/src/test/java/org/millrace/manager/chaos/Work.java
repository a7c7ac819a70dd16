package org.millrace.manager.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.millrace.processors.logs.SampleLogs;

/**
 * What is dropped, and what must come of it: logs whose records are counted the plain way, and
 * files of ids of which each travels as a task of its own through two stages and must come out
 * once.
 */
final class Work {
  private final Path home;
  private final Random random;
  private final Map<String, PlainCount> logs = new HashMap<>();
  private final Map<String, Integer> ids = new HashMap<>();
  private long records;
  private long lost;
  private long unexpected;
  private long duplicated;

  Work(Path home, Random random) {
    this.home = home;
    this.random = random;
  }

  int files() {
    return logs.size() + ids.size();
  }

  void dropLog(String name) throws IOException {
    Path made = home.resolveSibling(name);
    long lines = random.nextInt(4) == 0 ? random.nextInt(3) : 5_000 + random.nextInt(200_000);
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
    logs.put(name, PlainCount.of(made));
    drop(made, "acme", name);
  }

  void dropIds(String name) throws IOException {
    int count = 1 + random.nextInt(1500);
    Path made = home.resolveSibling(name);
    Files.write(made, IntStream.range(0, count).mapToObj(i -> "id" + i).toList());
    ids.put(name, count);
    drop(made, "ids", name);
  }

  private void drop(Path made, String source, String name) throws IOException {
    Path inbox = Files.createDirectories(home.resolve("buckets/inbox").resolve(source));
    Files.move(made, inbox.resolve(name), StandardCopyOption.ATOMIC_MOVE);
  }

  /** Compares all with what came out, and prints the account. */
  void check(JsonNode jobs, int faults) throws IOException {
    Map<String, Integer> jobsOfFile = new HashMap<>();
    for (JsonNode job : jobs) {
      String key = job.path("input").path("key").asText();
      String name = key.substring(key.lastIndexOf('/') + 1);
      jobsOfFile.merge(name, 1, Integer::sum);
      assertThat(job.path("state").asText()).as("job %s", job).isEqualTo("COMPLETED");
      job.path("stages")
          .forEach(
              stage ->
                  assertThat(stage.path("done").asLong())
                      .as("job %s", job)
                      .isEqualTo(stage.path("created").asLong()));
      Path results = home.resolve("buckets/results").resolve(job.path("id").asText());
      if (logs.containsKey(name)) {
        checkLog(logs.get(name), results);
      } else {
        checkIds(ids.get(name), results);
      }
    }
    System.err.printf(
        "chaos: files %d, effects %d, faults %d, lost %d, unexpected %d, duplicated effects %d%n",
        files(), records, faults, lost, unexpected, duplicated);
    assertThat(jobsOfFile).hasSize(files()).allSatisfy((file, count) -> assertThat(count).isOne());
    assertThat(List.of(lost, unexpected, duplicated)).containsOnly(0L);
  }

  private void checkLog(PlainCount count, Path results) throws IOException {
    TreeMap<String, long[]> got = PlainCount.read(results.resolve("summary.csv"));
    records += PlainCount.records(count.rows());
    lost += surplus(count.rows(), got);
    duplicated += surplus(got, count.rows());
    unexpected += got.keySet().stream().filter(row -> !count.rows().containsKey(row)).count();
    JsonNode totals =
        new ObjectMapper()
            .readTree(Files.readString(results.resolve("summary.json")))
            .path("totals");
    assertThat(totals.path("rejects").asLong()).isEqualTo(count.rejects());
    assertThat(totals.path("records").asLong() + totals.path("rejects").asLong())
        .isEqualTo(count.nonEmpty());
  }

  private void checkIds(int count, Path results) throws IOException {
    Map<String, Long> got =
        Files.readAllLines(results.resolve("ids.txt")).stream()
            .filter(line -> !line.isEmpty())
            .collect(Collectors.groupingBy(line -> line, Collectors.counting()));
    records += count;
    for (int i = 0; i < count; i++) {
      Long times = got.remove("id" + i);
      lost += times == null ? 1 : 0;
      duplicated += times == null ? 0 : times - 1;
    }
    unexpected += got.size();
  }

  /** Records that {@code all} has and {@code some} lacks. */
  private static long surplus(TreeMap<String, long[]> all, TreeMap<String, long[]> some) {
    return all.entrySet().stream()
        .mapToLong(
            row -> Math.max(0, row.getValue()[0] - some.getOrDefault(row.getKey(), new long[2])[0]))
        .sum();
  }
}
