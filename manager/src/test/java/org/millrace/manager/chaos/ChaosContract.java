package org.millrace.manager.chaos;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.awaitility.core.ConditionTimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Hurts real processes at random moments while work flows, and counts afterwards. Repeat a run with
 * {@code -Dmillrace.chaos.seed=…}; lengthen it with {@code -Dmillrace.chaos.faults=…}.
 */
abstract class ChaosContract {
  private static final int WORKERS = 2;
  private static final int LEASE_SECONDS = 3;
  private static final String IDS_PIPELINE =
      """
      - route:
          id: ids-split
          group: ids
          from:
            uri: stage:lines
            steps:
              - process: {ref: readObject}
              - split:
                  tokenize: {token: "\\n"}
                  streaming: true
                  steps:
                    - to: {uri: "stage:one"}
      - route:
          id: ids-one
          group: ids
          from:
            uri: stage:one
            steps:
              - to: {uri: "stage:two"}
      - route:
          id: ids-two
          group: ids
          from:
            uri: stage:two
            steps:
              - to: {uri: "stage:gather"}
      - route:
          id: ids-gather
          group: ids
          from:
            uri: stage:gather
            parameters: {after: two}
            steps:
              - to: {uri: "result:ids.txt"}
      """;

  @TempDir Path folder;

  private final List<Fault> faults = new ArrayList<>(List.of(Fault.values()));
  private Cluster cluster;
  private Random random;

  /** What is done to the processes. */
  enum Fault {
    KILL_WORKER,
    KILL_MANAGER,
    FREEZE_WORKER,
    STOP_WORKER,
    KILL_DATABASE
  }

  /** Lines of {@code millrace.yaml} that make this one what it is, indented below millrace. */
  abstract String settings(Path folder) throws IOException;

  /** Kills the database's server and starts it again; false when it is part of the manager. */
  boolean killDatabase() throws IOException {
    return false;
  }

  /** Ends what {@link #settings} started. */
  void end() throws IOException {}

  @Test
  void nothingIsLostOrCountedTwiceWhateverDies() throws Exception {
    long seed = Long.getLong("millrace.chaos.seed", System.nanoTime());
    int count = Integer.getInteger("millrace.chaos.faults", 6);
    System.err.println("chaos: " + getClass().getSimpleName() + ", seed " + seed);
    random = new Random(seed);
    Path home = Files.createDirectories(folder.resolve("home"));
    prepare(home);
    Work work = new Work(home, random);
    cluster = new Cluster(home, WORKERS);
    try {
      cluster.startManager();
      for (JavaProcess worker : cluster.workers) {
        worker.start();
      }
      for (int i = 0; i < count; i++) {
        work.dropLog("f" + i + "a.log");
        work.dropIds("f" + i + "b.ids");
        work.dropIds("f" + i + "c.ids");
        // From the first look at the files to their archiving, whatever that moment meets.
        pause(100 + random.nextInt(1900));
        inject(faults.get(random.nextInt(faults.size())));
      }
      await()
          .atMost(Duration.ofMinutes(10))
          .pollInterval(Duration.ofMillis(200))
          .ignoreExceptions()
          .until(() -> ended() == work.files() && inbox(home).isEmpty());
      work.check(jobs(), count);
    } catch (ConditionTimeoutException stuck) {
      System.err.println("chaos: inbox " + inbox(home));
      cluster.describe(System.err);
      throw stuck;
    } finally {
      cluster.close();
      end();
    }
  }

  private void prepare(Path home) throws IOException {
    Files.createDirectories(home.resolve("routes"));
    Files.writeString(home.resolve("routes/ids.yaml"), IDS_PIPELINE);
    Files.writeString(
        home.resolve("millrace.yaml"),
        """
        millrace:
          lease: %ds
          sources:
            ids: {pipeline: ids}
          stages:
        """
                .formatted(LEASE_SECONDS)
            // A task may meet more faults here than it has attempts, and would rightly be dead.
            + Stream.of("lines", "one", "two", "gather", "split", "parse", "summarise")
                .map("    %s: {maxAttempts: 1000, backoff: 200ms}\n"::formatted)
                .collect(Collectors.joining())
            + settings(folder));
  }

  private void inject(Fault fault) throws Exception {
    JavaProcess worker = cluster.workers.get(random.nextInt(cluster.workers.size()));
    System.err.println("chaos: " + fault);
    switch (fault) {
      case KILL_WORKER -> {
        worker.kill();
        worker.start();
      }
      case STOP_WORKER -> {
        worker.stop();
        worker.start();
      }
      case FREEZE_WORKER -> {
        worker.freeze();
        // Long enough that others have its tasks when it goes on.
        pause(1000L * LEASE_SECONDS + random.nextInt(3000));
        worker.thaw();
      }
      case KILL_MANAGER -> {
        cluster.manager.kill();
        pause(random.nextInt(1000));
        cluster.startManager();
      }
      case KILL_DATABASE -> {
        if (!killDatabase()) {
          inject(Fault.KILL_MANAGER);
        }
      }
    }
    // One that was started while no manager ran has given up.
    for (JavaProcess each : cluster.workers) {
      if (!each.isAlive()) {
        each.start();
      }
    }
  }

  private JsonNode jobs() throws IOException {
    return cluster.get("/api/v1/jobs?limit=200").path("jobs");
  }

  private long ended() throws IOException {
    long ended = 0;
    for (JsonNode job : jobs()) {
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

  /** A random moment is what is wanted here; there is nothing to wait for. */
  private static void pause(long millis) throws InterruptedException {
    new CountDownLatch(1).await(millis, TimeUnit.MILLISECONDS);
  }
}
