package org.millrace.routes.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.apache.camel.CamelContext;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.millrace.engine.ledger.JobRequest;
import org.millrace.engine.objects.FolderObjectStore;
import org.millrace.engine.objects.ObjectStore;
import software.amazon.awssdk.services.s3.S3Client;

/** What the watch does, whatever lists and whatever reads. */
abstract class BucketWatchContract {

  static final Duration POLL = Duration.ofMillis(50);
  static final Duration QUIET = Duration.ofMillis(300);
  private static final Duration LONG = Duration.ofSeconds(40);

  /** Longer than an object needs to be quiet, and many polls. */
  private static final Duration A_WHILE = Duration.ofMillis(900);

  @TempDir Path home;
  final RecordingLedger ledger = new RecordingLedger();
  final AtomicReference<Sources> sources = new AtomicReference<>(Sources.none());
  private final List<CamelContext> contexts = new ArrayList<>();
  Path buckets;
  Path acme;

  /** Something that lists and reads {@link #buckets}. */
  abstract S3Client client() throws Exception;

  abstract ObjectStore store() throws Exception;

  @BeforeEach
  final void makeFolders() throws Exception {
    buckets = home.resolve("buckets");
    acme = Files.createDirectories(buckets.resolve("inbox/acme"));
    Files.createDirectories(buckets.resolve("other"));
  }

  @AfterEach
  final void stopWatches() throws Exception {
    for (CamelContext context : contexts) {
      context.close();
    }
    contexts.clear();
  }

  @Test
  void anObjectBecomesOneJobHoweverOftenItIsListed() throws Exception {
    watch();
    Files.writeString(acme.resolve("access.log"), "line\n");

    awaitJobs(1);
    staysAt(1);
    JobRequest job = ledger.opened().get(0);
    assertThat(job.input().bucket()).isEqualTo("inbox");
    assertThat(job.input().key()).isEqualTo("acme/access.log");
    assertThat(job.input().size()).isEqualTo(5);
    assertThat(job.input()).isEqualTo(store().find("inbox", "acme/access.log").orElseThrow());
    assertThat(job.source()).isEqualTo("acme");
    assertThat(job.owner()).isEqualTo("acme");
    assertThat(job.pipeline()).isEqualTo("b2b-logs");
    assertThat(job.queue()).isEqualTo("root.partners.acme");
    assertThat(job.disposal()).isEqualTo(JobRequest.Disposal.ARCHIVE);
    assertThat(ledger.asked()).as("known versions are not asked about again").isEqualTo(1);
  }

  @Test
  void whatLayThereBeforeTheStartIsTakenAndARestartTakesNothingTwice() throws Exception {
    Files.writeString(acme.resolve("access.log"), "line\n");
    watch();
    awaitJobs(1);
    contexts.remove(0).close();

    watch();

    await().atMost(LONG).until(() -> ledger.asked() == 2);
    staysAt(1);
  }

  @Test
  void twoWatchesOnOneBucketOpenOneJobForEachObject() throws Exception {
    watch();
    watch();
    for (int i = 0; i < 50; i++) {
      Files.writeString(acme.resolve("log-" + i), "line " + i);
    }

    awaitJobs(50);
    staysAt(50);
    assertThat(ledger.keys()).doesNotHaveDuplicates();
  }

  @Test
  void anOverwrittenObjectIsANewJob() throws Exception {
    watch();
    Files.writeString(acme.resolve("access.log"), "first");
    awaitJobs(1);

    put("acme/access.log", "second, longer");

    awaitJobs(2);
    staysAt(2);
    assertThat(ledger.keys()).containsExactly("acme/access.log", "acme/access.log");
    assertThat(ledger.opened().get(1).input().size()).isEqualTo(14);
  }

  @Test
  void anObjectDeletedBeforeItIsQuietIsNoJobAndHoldsUpNone() throws Exception {
    watch();
    Files.writeString(acme.resolve("short-lived"), "x");
    Files.delete(acme.resolve("short-lived"));
    Files.writeString(acme.resolve("stays"), "x");

    awaitJobs(1);
    staysAt(1);
    assertThat(ledger.keys()).containsExactly("acme/stays");
  }

  @Test
  void thousandsOfObjectsUnderOnePrefixAreAllTaken() throws Exception {
    List<String> keys = IntStream.range(0, 2_300).mapToObj(i -> "acme/log-" + i).toList();
    for (String key : keys) {
      Files.writeString(buckets.resolve("inbox").resolve(key), key);
    }
    watch();

    awaitJobs(keys.size());
    staysAt(keys.size());
    assertThat(ledger.keys()).containsExactlyInAnyOrderElementsOf(keys);
  }

  @Test
  void aFileThatGrowsNowAndThenIsTakenOnceItIsQuiet() throws Exception {
    watch();
    Path log = Files.createFile(acme.resolve("growing.log"));
    for (int i = 0; i < 15; i++) {
      Files.writeString(log, "another line\n", StandardOpenOption.APPEND);
      long size = Files.size(log);
      await()
          .pollDelay(QUIET.dividedBy(3))
          .atMost(LONG)
          .until(() -> ledger.opened().isEmpty() && Files.size(log) == size);
    }

    awaitJobs(1);
    staysAt(1);
    assertThat(ledger.opened().get(0).input().size()).isEqualTo(15 * 13);
  }

  @Test
  void namesOfUnfinishedAndHiddenFilesAreNoInputs() throws Exception {
    Files.createDirectories(acme.resolve(".partial"));
    for (String name :
        List.of(".hidden", ".partial/log", "log.part", "log.tmp", "log.part.gz", "a.b", "tmp")) {
      Files.writeString(acme.resolve(name), "x");
    }
    watch();

    awaitJobs(3);
    staysAt(3);
    assertThat(ledger.keys()).containsExactlyInAnyOrder("acme/log.part.gz", "acme/a.b", "acme/tmp");
  }

  @Test
  void changedSourcesHoldFromTheNextPoll() throws Exception {
    watch();
    Files.writeString(acme.resolve("one"), "x");
    Files.createDirectories(buckets.resolve("other/logs"));
    Files.writeString(buckets.resolve("other/logs/unwatched"), "x");
    awaitJobs(1);
    staysAt(1);

    sources.set(
        new Sources(
            List.of(
                Source.named("acme")
                    .withText(Optional.of("csv"), Optional.of("GBK"), Optional.of("Asia/Shanghai"))
                    .withRun("mine", "root.gold", JobRequest.Disposal.KEEP),
                Source.named("far").withPlace("other", "logs/")),
            Set.of("csv")));
    Files.writeString(acme.resolve("two"), "x");

    awaitJobs(3);
    JobRequest two =
        ledger.opened().stream()
            .filter(job -> job.input().key().equals("acme/two"))
            .findFirst()
            .orElseThrow();
    assertThat(two.pipeline()).isEqualTo("mine");
    assertThat(two.queue()).isEqualTo("root.gold");
    assertThat(two.disposal()).isEqualTo(JobRequest.Disposal.KEEP);
    assertThat(two.settings())
        .containsEntry("format", "csv")
        .containsEntry("charset", "GBK")
        .containsEntry("zone", "Asia/Shanghai");
    assertThat(ledger.opened()).anyMatch(job -> job.source().equals("far"));
  }

  @Test
  void aLedgerThatIsAwayIsAskedAgain() throws Exception {
    ledger.failNext(2);
    watch();
    Files.writeString(acme.resolve("access.log"), "line\n");

    awaitJobs(1);
    staysAt(1);
    assertThat(ledger.asked()).isEqualTo(3);
  }

  @Test
  void anObjectThatIsListedButCannotBeFoundIsSaidAndNotAskedForAgainAndAgain() throws Exception {
    Path elsewhere = home.resolve("elsewhere");
    Files.createDirectories(elsewhere.resolve("inbox/acme"));
    Files.writeString(acme.resolve("gone"), "x");
    Files.writeString(acme.resolve("there"), "x");
    Files.copy(acme.resolve("there"), elsewhere.resolve("inbox/acme/there"));
    try (LogLines lines = new LogLines(OpenJobs.class)) {
      watch(new FolderObjectStore(elsewhere), BeingWritten.never());

      await().atMost(LONG).until(() -> !lines.holding("acme/gone").isEmpty());
      await().during(A_WHILE).atMost(LONG).until(() -> lines.holding("acme/gone").size() <= 3);
      assertThat(lines.holding("acme/gone").get(0)).contains("gone before it was read");
    }
    assertThat(ledger.keys()).doesNotContain("acme/gone");
  }

  final void watch() throws Exception {
    watch(store(), BeingWritten.never());
  }

  final void watch(ObjectStore objects, BeingWritten beingWritten) throws Exception {
    CamelContext context = new DefaultCamelContext();
    context.getRegistry().bind(BucketWatch.CLIENT, S3Client.class, client());
    context.addRoutes(
        new BucketWatch(
            new BucketWatch.Timing(POLL, QUIET),
            sources::get,
            objects,
            beingWritten,
            () -> false,
            ledger,
            Clock.systemUTC()));
    contexts.add(context);
    context.start();
  }

  final void awaitJobs(int count) {
    await().atMost(LONG).until(() -> ledger.opened().size() >= count);
  }

  final void staysAt(int count) {
    await().during(A_WHILE).atMost(LONG).until(() -> ledger.opened().size() == count);
  }

  final void put(String key, String text) throws IOException {
    new FolderObjectStore(buckets)
        .write("inbox", key, (OutputStream out) -> out.write(text.getBytes()));
  }
}
