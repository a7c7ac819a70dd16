package org.millrace.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.apache.camel.builder.RouteBuilder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.millrace.engine.db.Database;
import org.millrace.engine.ledger.DeadLetter.Filter;
import org.millrace.engine.ledger.JobState;
import org.millrace.engine.ledger.Retention;
import org.millrace.engine.ledger.RetentionRules;
import org.millrace.engine.objects.ObjectRef;
import org.millrace.engine.objects.ObjectStore;
import org.millrace.engine.task.TaskContext;

/** What is removed when, and what is not, on every database. */
abstract class RetentionContract {
  private static final RetentionRules NEVER =
      keeping(
          Optional.empty(),
          OptionalLong.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty());

  private static RetentionRules keeping(
      Optional<Duration> jobs,
      OptionalLong most,
      Optional<Duration> results,
      Optional<Duration> letters,
      Optional<Duration> failedData) {
    return new RetentionRules(
        jobs, most, results, letters, failedData, Optional.of(Duration.ofHours(1)));
  }

  private static final Optional<Duration> DAY = Optional.of(Duration.ofDays(1));

  private EngineHarness harness;
  private RetentionRules rules = NEVER;
  private Retention retention;
  private Instant now = Instant.parse("2026-11-21T13:00:00Z");
  private final Set<String> away = new HashSet<>();

  abstract Database database();

  @AfterEach
  void close() {
    harness.close();
  }

  /** A job makes an intermediate object, a part and a result; with "bad" in its key it fails. */
  private void start() throws Exception {
    harness =
        new EngineHarness(
            database(),
            new RouteBuilder() {
              @Override
              public void configure() {
                from("stage:make")
                    .process(
                        exchange -> {
                          String key = exchange.getMessage().getBody(ObjectRef.class).key();
                          TaskContext.of(exchange).intermediate("half", out -> out.write(1));
                          TaskContext.of(exchange).result("r.txt", out -> out.write(1));
                          exchange.getMessage().setBody(List.of(key, "x"));
                        })
                    .split(body())
                    .to("stage:check");
                from("stage:check?maxAttempts=1")
                    .process(
                        exchange -> {
                          if (exchange.getMessage().getBody(String.class).contains("bad")) {
                            throw new IllegalStateException("bad");
                          }
                        })
                    .to("stage:end");
                from("stage:end?after=check").to("log:end?level=OFF");
              }
            });
    retention =
        new Retention(
            harness.db,
            objects(),
            () -> rules,
            ((InstantSource) () -> now).withZone(ZoneOffset.UTC));
  }

  private long completed(String key) throws Exception {
    long id = harness.open("make", key, "");
    harness.runUntil(id, JobState.COMPLETED);
    harness.objects.deleteAll("inbox", key);
    harness.cycle();
    return id;
  }

  private long failed(String key) throws Exception {
    long id = harness.open("make", key, "");
    harness.runUntil(id, JobState.FAILED);
    harness.cycle();
    return id;
  }

  private void age(long job, int days) {
    harness
        .db
        .jdbc()
        .sql(
            "update job set finished_at = current_timestamp - cast(:days as integer) * interval '1'"
                + " day where id = :job")
        .param("days", days)
        .param("job", job)
        .update();
    harness
        .db
        .jdbc()
        .sql(
            "update dead_letter set died_at = current_timestamp - cast(:days as integer) * interval"
                + " '1' day where job_id = :job")
        .param("days", days)
        .param("job", job)
        .update();
  }

  private void sweepAll() {
    while (retention.sweep() > 0) {}
  }

  private long rows(String table, long job) {
    return harness
        .db
        .jdbc()
        .sql("select count(*) from " + table + " where job_id = :job")
        .param("job", job)
        .query(Long.class)
        .single();
  }

  private List<String> objects(String bucket, long job) {
    List<String> keys = new ArrayList<>();
    harness.objects.list(bucket, job + "/", each -> keys.add(each.key()));
    return keys;
  }

  @Test
  void aFinishedJobGoesWithAllItHadWhenItIsOldEnough() throws Exception {
    start();
    rules = keeping(DAY, OptionalLong.empty(), DAY, Optional.empty(), Optional.empty());
    long old = completed("a");
    long young = completed("b");
    harness.objects.write("results", old + "/mine.txt", out -> out.write(1));
    age(old, 2);

    sweepAll();

    assertThat(harness.engine.ledger().find(old)).isEmpty();
    assertThat(rows("job_stage", old) + rows("result", old) + rows("part", old)).isZero();
    assertThat(objects("results", old)).as("somebody's own").containsExactly(old + "/mine.txt");
    assertThat(harness.job(young).results()).hasSize(1);
    assertThat(objects("results", young)).hasSize(1);
  }

  @Test
  void aJobWhoseInputIsStillThereIsRememberedSoThatItIsNotDoneTwice() throws Exception {
    start();
    rules = keeping(DAY, OptionalLong.of(0), DAY, Optional.empty(), Optional.empty());
    ObjectRef input = harness.objects.write("inbox", "kept", out -> {});
    long job = harness.open("make", input);
    harness.runUntil(job, JobState.COMPLETED);
    harness.cycle();
    age(job, 2);

    retention.sweep();
    retention.sweep();
    assertThat(harness.open("make", input)).isEqualTo(job);

    harness.objects.deleteAll("inbox", "kept");
    harness.db.jdbc().sql("update job set kept_at = null").update();
    sweepAll();
    assertThat(harness.engine.ledger().find(job)).isEmpty();
  }

  @Test
  void theOldestGoWhenThereAreTooMany() throws Exception {
    start();
    List<Long> jobs = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      jobs.add(completed("a" + i));
      age(jobs.get(i), 10 - i);
    }
    rules =
        keeping(
            Optional.empty(),
            OptionalLong.of(2),
            Optional.empty(),
            Optional.empty(),
            Optional.empty());

    sweepAll();

    assertThat(jobs)
        .filteredOn(job -> harness.engine.ledger().find(job).isPresent())
        .isEqualTo(jobs.subList(3, 5));
    assertThat(objects("results", jobs.get(0))).as("results are never removed").hasSize(1);
  }

  @Test
  void resultsGoBeforeTheirJobWhenTheSettingsSaySo() throws Exception {
    start();
    long job = completed("a");
    age(job, 2);
    rules =
        keeping(Optional.empty(), OptionalLong.empty(), DAY, Optional.empty(), Optional.empty());

    sweepAll();

    assertThat(harness.job(job).state()).isEqualTo(JobState.COMPLETED);
    assertThat(harness.job(job).results()).isEmpty();
    assertThat(objects("results", job)).isEmpty();
  }

  @Test
  void afterAFailedJobsDataIsGoneItsDeadTasksAreNotReplayedAnyMore() throws Exception {
    start();
    long old = failed("bad1");
    long young = failed("bad2");
    age(old, 2);
    rules =
        keeping(Optional.empty(), OptionalLong.empty(), Optional.empty(), Optional.empty(), DAY);

    sweepAll();

    assertThat(objects("work", old)).isEmpty();
    assertThat(rows("part", old)).isZero();
    assertThat(objects("work", young)).isNotEmpty();
    assertThat(rows("part", young)).isEqualTo(1);
    long letter = harness.engine.deadLetters().list(Filter.ofJob(old), 0, 1).get(0).id();
    assertThat(harness.engine.deadLetters().replay(List.of(letter), Optional.empty()).refused())
        .singleElement()
        .satisfies(each -> assertThat(each.reason()).contains("was removed"));
  }

  @Test
  void deadLettersOfEndedJobsGoAfterTheirTime() throws Exception {
    start();
    long old = failed("bad1");
    long young = failed("bad2");
    age(old, 2);
    rules =
        keeping(Optional.empty(), OptionalLong.empty(), Optional.empty(), DAY, Optional.empty());

    sweepAll();

    assertThat(rows("dead_letter", old)).isZero();
    assertThat(rows("dead_letter", young)).isEqualTo(1);
    assertThat(harness.job(old).state()).isEqualTo(JobState.FAILED);
  }

  @Test
  void whatALateWorkerWroteForAnEndedJobGoesAfterAWhile() throws Exception {
    start();
    long ended = completed("good.log");
    long kept = failed("bad.log");
    for (long job : List.of(ended, kept)) {
      harness.objects.write("work", job + "/late", out -> out.write(1));
    }
    sweepAll();
    assertThat(harness.objects.find("work", ended + "/late")).isPresent();

    age(ended, 1);
    age(kept, 1);
    sweepAll();

    assertThat(harness.objects.find("work", ended + "/late")).isEmpty();
    assertThat(harness.objects.find("work", kept + "/late")).as("for a replay").isPresent();
  }

  @Test
  void anUploadGoesWithItsFailedJob() throws Exception {
    start();
    ObjectRef upload = harness.objects.write("work", "uploads/u/bad.log", out -> {});
    long job = harness.open("make", upload);
    harness.runUntil(job, JobState.FAILED);
    harness.cycle();
    age(job, 2);
    rules = keeping(DAY, OptionalLong.empty(), DAY, Optional.empty(), Optional.empty());

    sweepAll();

    assertThat(harness.engine.ledger().find(job)).isEmpty();
    assertThat(harness.objects.find("work", "uploads/u/bad.log")).isEmpty();
    assertThat(rows("dead_letter", job)).isZero();
    assertThat(objects("work", job)).isEmpty();
  }

  @Test
  void whatTheObjectStoreDidNotRemoveOfAFailedJobIsRemovedWhenItAnswersAgain() throws Exception {
    start();
    long job = failed("bad.log");
    age(job, 2);
    rules =
        keeping(Optional.empty(), OptionalLong.empty(), Optional.empty(), Optional.empty(), DAY);
    away.add("work");
    sweepAll();
    assertThat(objects("work", job)).isNotEmpty();

    away.clear();
    now = now.plus(Duration.ofMinutes(11));
    sweepAll();

    assertThat(objects("work", job)).isEmpty();
    assertThat(rows("part", job)).isZero();
  }

  @Test
  void jobsThatCannotBeForgottenHoldUpNoOthers() throws Exception {
    start();
    rules = keeping(DAY, OptionalLong.empty(), DAY, Optional.empty(), Optional.empty());
    long job = completed("a");
    for (int i = 0; i < 250; i++) {
      harness
          .db
          .jdbc()
          .sql(
              """
              insert into job (pipeline, queue, source, owner, input_bucket, input_key, input_etag, input_size,
                               disposal, settings, state, submitted_at, started_at, finished_at, tidied, swept)
              values ('p', 'root.a', 's', 'o', 'locked', :key, 'e', 1, 'KEEP', '{}', 'COMPLETED',
                      current_timestamp, current_timestamp, current_timestamp - interval '9' day, true, true)
              """)
          .param("key", "k" + i)
          .update();
    }
    age(job, 2);
    away.add("locked");

    sweepAll();

    assertThat(harness.engine.ledger().find(job)).isEmpty();
    assertThat(left()).isEqualTo(250);
    away.clear();
    now = now.plus(Duration.ofMinutes(11));
    sweepAll();
    assertThat(left()).isZero();
  }

  private long left() {
    return harness.db.jdbc().sql("select count(*) from job").query(Long.class).single();
  }

  /** The harness's objects, of which some buckets do not answer. */
  private ObjectStore objects() {
    return (ObjectStore)
        Proxy.newProxyInstance(
            ObjectStore.class.getClassLoader(),
            new Class<?>[] {ObjectStore.class},
            (proxy, method, args) -> {
              Object bucket = args[0] instanceof ObjectRef object ? object.bucket() : args[0];
              if (away.contains(bucket)) {
                throw new IOException("bucket " + bucket + " does not answer");
              }
              try {
                return method.invoke(harness.objects, args);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }
}
