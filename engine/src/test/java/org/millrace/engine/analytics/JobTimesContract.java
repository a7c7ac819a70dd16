package org.millrace.engine.analytics;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.millrace.engine.analytics.JobHistory.Slow;
import org.millrace.engine.analytics.JobHistory.StageBand;
import org.millrace.engine.db.Database;

/** What is kept of single jobs' work over time, on every database. */
abstract class JobTimesContract {
  private static final long NOW = 1_000_000_000L;

  private final JobTimes times = new JobTimes();
  private Database db;
  private JobTimesStore store;
  private JobHistory history;

  abstract Database database();

  @BeforeEach
  void open() {
    db = database();
    store = new JobTimesStore(db, times, "one");
    history = new JobHistory(db);
    for (String node : List.of("one", "two")) {
      db.jdbc()
          .sql(
              """
              insert into node (name, host, pid, memory_mb, milli_cores, network, containers, started_at, seen_at)
              values (:name, 'here', 1, 1, 1, 1, 1, current_timestamp, current_timestamp)
              """)
          .param("name", node)
          .update();
    }
    db.jdbc()
        .sql(
            """
            insert into job (pipeline, queue, source, owner, input_bucket, input_key, input_etag, input_size,
                             disposal, settings, state, submitted_at, started_at)
            values ('p', 'root.a', 's', 'o', 'b', 'k', 'e', 1, 'KEEP', '{}', 'ACTIVE', current_timestamp,
                    current_timestamp)
            """)
        .update();
  }

  @AfterEach
  void close() {
    db.close();
  }

  @Test
  void aJobThatGoesOnHasABandAStageWithAllItDid() {
    for (int time = 0; time < 200; time++) {
      times.counted(1, "parse", 10, 1);
      if (time > 100) {
        times.counted(1, "count", 5, 0);
      }
      store.flush(NOW + time * 5_000L);
    }

    List<StageBand> bands = history.bands(1);
    assertThat(bands).extracting(StageBand::stage).containsExactly("parse", "count");
    assertThat(Arrays.stream(bands.get(0).band().done()).sum()).isEqualTo(2000);
    assertThat(Arrays.stream(bands.get(0).band().failed()).sum()).isEqualTo(200);
    assertThat(Arrays.stream(bands.get(1).band().done()).sum()).isEqualTo(99 * 5);
    assertThat(bands.get(0).band().done()).hasSizeLessThanOrEqualTo(Band.MOST_SLOTS);
  }

  @Test
  void aJobThatIsDoneAtOnceCostsNoRow() {
    times.counted(1, "parse", 10, 1);
    store.flush(NOW);
    store.flush(NOW + 5_000);

    assertThat(history.bands(1)).isEmpty();
  }

  @Test
  void aFewOfTheSlowestAreKeptHoweverManyTasksThereAre() {
    for (int i = 1; i <= 500; i++) {
      ran(times, run("parse", NOW), (i * 7919L) % 500_000);
      if (i % 50 == 0) {
        store.flush(NOW);
      }
    }

    assertThat(history.slow(1)).hasSize(3);
    assertThat(history.slow(1))
        .extracting(Slow::millis)
        .containsExactlyInAnyOrderElementsOf(
            java.util.stream.LongStream.rangeClosed(1, 500)
                .map(i -> (i * 7919L) % 500_000)
                .boxed()
                .sorted(java.util.Comparator.reverseOrder())
                .limit(3)
                .toList());
  }

  @Test
  void quickTasksAreNoStragglers() {
    ran(times, run("parse", NOW), 900);
    store.flush(NOW);

    assertThat(history.slow(1)).isEmpty();
  }

  @Test
  void aTaskThatRunsForLongIsSeenWhileItRunsAndAsSlowAfterwards() {
    JobTimes.Desk desk = times.desk();
    desk.begun(run("parse", NOW));
    store.flush(NOW + 1_000);
    assertThat(history.slow(1)).isEmpty();

    store.flush(NOW + 10_000);
    assertThat(history.slow(1)).singleElement().matches(Slow::running);
    assertThat(history.slow(1).get(0).begun().toEpochMilli()).isEqualTo(NOW);

    desk.ended(12_000);
    store.flush(NOW + 15_000);
    assertThat(history.slow(1)).singleElement().extracting(Slow::millis).isEqualTo(12_000L);
  }

  @Test
  void whatADeadProcessHadInHandIsNotSaidToRun() {
    times.desk().begun(run("parse", NOW));
    store.flush(NOW + 10_000);
    db.jdbc()
        .sql("update node set seen_at = seen_at - interval '600' second where name = 'one'")
        .update();

    assertThat(history.slow(1)).isEmpty();
  }

  @Test
  void eachProcessKeepsItsOwn() {
    JobTimes others = new JobTimes();
    ran(others, run("parse", NOW), 5_000);
    new JobTimesStore(db, others, "two").flush(NOW);
    ran(times, run("parse", NOW), 6_000);
    store.flush(NOW);

    assertThat(history.slow(1)).extracting(Slow::node).containsExactlyInAnyOrder("one", "two");
  }

  @Test
  void aJobThatIsGoneIsLeftOut() {
    ran(times, new JobTimes.Run(77, "parse", UUID.randomUUID(), 1, NOW), 5_000);
    times.counted(77, "parse", 1, 0);
    store.flush(NOW);
    times.counted(77, "parse", 1, 0);
    store.flush(NOW);

    assertThat(history.slow(77)).isEmpty();
    assertThat(history.bands(77)).isEmpty();
  }

  private static JobTimes.Run run(String stage, long begun) {
    return new JobTimes.Run(1, stage, UUID.randomUUID(), 1, begun);
  }

  private static void ran(JobTimes times, JobTimes.Run run, long millis) {
    try (JobTimes.Desk desk = times.desk()) {
      desk.begun(run);
      desk.ended(millis);
    }
  }
}
