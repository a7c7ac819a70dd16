package org.millrace.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import org.apache.camel.builder.RouteBuilder;
import org.junit.jupiter.api.Test;
import org.millrace.engine.control.RefusalException;
import org.millrace.engine.ledger.Job;
import org.millrace.engine.ledger.JobState;
import org.millrace.engine.ledger.Seen;
import org.millrace.scheduling.resource.Resources;
import org.millrace.scheduling.tree.Policy;
import org.millrace.scheduling.tree.QueueSettings;
import org.millrace.scheduling.tree.SchedulerSettings;

/** What a person may do with jobs while they run, on every database. */
abstract class JobSteeringContract extends Steered {
  @Test
  void aMovedJobsWaitingTasksRunInTheOtherQueueAndThoseInHandFinishWhereTheyAre() throws Exception {
    CountDownLatch go = new CountDownLatch(1);
    ConcurrentLinkedQueue<String> seen = new ConcurrentLinkedQueue<>();
    start(EngineHarness.FAIR, counting(20, seen, go));
    long job = openFanOut("moved", ACME);
    await().until(() -> cycled() && !seen.isEmpty());

    steering.move(ADMIN, job, GLOBEX);

    assertThat(harness.job(job).queue()).isEqualTo(GLOBEX);
    assertThat(stage(job, "count").running()).as("in hand").isPositive();
    assertThat(tasksIn(GLOBEX)).isPositive();
    go.countDown();
    Job done = harness.runUntil(job, JobState.COMPLETED);
    assertThat(seen).hasSize(20).doesNotHaveDuplicates();
    assertThat(stage(job, "after").done()).isEqualTo(20);
    assertThat(done.results()).extracting("name").containsExactly("sum.txt");
    await().until(() -> cycled() && rows("moved_job") == 0);
    assertThat(rows("task")).isZero();
  }

  @Test
  void aJobMovedAgainAndAgainLosesNothingAndRepeatsNothing() throws Exception {
    ConcurrentLinkedQueue<String> seen = new ConcurrentLinkedQueue<>();
    start(EngineHarness.FAIR, counting(400, seen, new CountDownLatch(0)));
    long job = openFanOut("moved", ACME);
    List<String> queues = List.of(ACME, GLOBEX, "root.other");
    Random random = new Random(7);

    await()
        .atMost(Duration.ofSeconds(60))
        .pollDelay(Duration.ZERO)
        .pollInterval(Duration.ofMillis(2))
        .until(
            () -> {
              harness.cycle();
              if (!harness.job(job).state().ended()) {
                try {
                  steering.move(ADMIN, job, queues.get(random.nextInt(queues.size())));
                } catch (RefusalException endedMeanwhile) {
                  assertThat(endedMeanwhile.reason()).isEqualTo(RefusalException.Cause.CONFLICT);
                }
              }
              return harness.job(job).state().ended();
            });

    assertThat(harness.job(job).state()).isEqualTo(JobState.COMPLETED);
    assertThat(Set.copyOf(seen)).hasSize(400);
    assertThat(stage(job, "after").done()).isEqualTo(400);
    await().until(() -> cycled() && rows("moved_job") == 0);
    assertThat(rows("task") + rows("delayed_task") + rows("dead_letter")).isZero();
  }

  @Test
  void aCancelledJobsFailedTaskDoesNotComeBackThatWasJustSentAgain() throws Exception {
    start(
        EngineHarness.FAIR,
        new RouteBuilder() {
          @Override
          public void configure() {
            from("stage:doomed?maxAttempts=50&backoff=50ms")
                .throwException(new IllegalStateException("on purpose"));
          }
        });
    long job = harness.open("doomed", "k", "");
    await().until(() -> cycled() && rows("delayed_task") == 1 && rows("progress") == 0);
    harness.engine.drained().add("n1", "somebody");
    CountDownLatch sent = new CountDownLatch(1);
    CountDownLatch cancelling = new CountDownLatch(1);
    CompletableFuture<Void> cycle =
        CompletableFuture.runAsync(
            () ->
                db.inTransaction(
                    () -> {
                      await()
                          .pollInSameThread()
                          .until(
                              () -> {
                                harness.engine.dispatcher().dispatch();
                                return rows("delayed_task") == 0;
                              });
                      sent.countDown();
                      awaitThat(cancelling);
                    }));
    sent.await();
    Thread canceller =
        new Thread(() -> harness.engine.ledger().cancel(job, "not wanted"), "canceller");
    canceller.start();
    // It waits for the row that is on its way back into the lane.
    await().until(() -> inTheDatabase(canceller));
    cancelling.countDown();
    cycle.join();
    canceller.join();

    assertThat(harness.job(job).state()).isEqualTo(JobState.CANCELLED);
    assertThat(rows("task") + rows("delayed_task")).isZero();
  }

  private static boolean inTheDatabase(Thread thread) {
    boolean asks =
        List.of(thread.getStackTrace()).stream()
            .anyMatch(
                at -> at.getClassName().startsWith("org.millrace.engine.ledger.DelayedTasks"));
    return asks || !thread.isAlive();
  }

  private static void awaitThat(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void whoSawAJobAsItIsNoLongerChangesNothing() throws Exception {
    CountDownLatch go = new CountDownLatch(1);
    start(EngineHarness.FAIR, counting(20, new ConcurrentLinkedQueue<>(), go));
    long job = openFanOut("moved", ACME);
    await().until(() -> cycled() && harness.job(job).state() == JobState.ACTIVE);
    Seen before = Seen.of(harness.job(job));
    steering.move(ADMIN, job, GLOBEX);

    assertThat(harness.engine.ledger().cancel(job, before, "not wanted")).isFalse();
    assertThat(harness.engine.ledger().move(job, before, GLOBEX, ACME)).isFalse();
    assertThat(harness.engine.runs().pause(job, before)).isFalse();
    assertThat(refused(() -> steering.cancel(ADMIN, job, before)).rule())
        .isEqualTo("has been changed by somebody else");
    assertThat(refused(() -> steering.move(ADMIN, job, GLOBEX, before)).rule())
        .as("also where it is already")
        .isEqualTo("has been changed by somebody else");

    Seen now = Seen.of(harness.job(job));
    assertThat(harness.engine.runs().pause(job, now)).isTrue();
    assertThat(harness.engine.runs().resume(job, now)).as("it was not paused").isFalse();
    assertThat(harness.engine.runs().resume(job, Seen.of(harness.job(job)))).isTrue();
    steering.cancel(ADMIN, job, Seen.of(harness.job(job)));
    go.countDown();
  }

  @Test
  void whatAMovedJobLeftInHandIsDroppedWhenItIsCancelled() throws Exception {
    CountDownLatch go = new CountDownLatch(1);
    ConcurrentLinkedQueue<String> seen = new ConcurrentLinkedQueue<>();
    start(EngineHarness.FAIR, counting(20, seen, go));
    long job = openFanOut("moved", ACME);
    await().until(() -> cycled() && !seen.isEmpty());
    steering.move(ADMIN, job, GLOBEX);
    steering.cancel(ADMIN, job);
    go.countDown();

    await().until(() -> cycled() && rows("task") == 0 && rows("moved_job") == 0);
    assertThat(harness.job(job).error()).hasValue("cancelled by admin");
  }

  @Test
  void aWaitingJobIsAdmittedByTheQueueItWasMovedTo() throws Exception {
    CountDownLatch go = new CountDownLatch(1);
    start(small(), holding(go));
    long first = open("hold", "root.small", "1");
    long second = open("hold", "root.small", "2");
    await().until(() -> cycled() && harness.job(first).state() == JobState.ACTIVE);
    assertThat(harness.job(second).state()).isEqualTo(JobState.ACCEPTED);

    steering.move(ADMIN, second, "root.wide");

    await().until(() -> cycled() && harness.job(second).state() == JobState.ACTIVE);
    assertThat(queue("root.wide").running()).isEqualTo(1);
    go.countDown();
    harness.runUntil(second, JobState.COMPLETED);
  }

  @Test
  void aMoveThatCannotBeIsRefusedAndChangesNothing() throws Exception {
    CountDownLatch go = new CountDownLatch(1);
    start(small(), holding(go));
    long job = open("hold", "root.wide", "1");
    open("hold", "root.one.a", "2");
    await().until(() -> cycled() && queue("root.one").running() == 1);

    assertThat(refusal(job, "root.nowhere")).hasMessageContaining("was \"root.nowhere\"");
    assertThat(refusal(job, "root.one")).hasMessageContaining("without queues below it");
    assertThat(refusal(job, "root.one.b"))
        .hasMessageContaining("root.one: must have at most 1 applications, and has 1");
    assertThat(refusal(job + 99, "root.small")).hasMessageContaining("must be the id of a job");
    assertThat(harness.job(job).queue()).isEqualTo("root.wide");
    go.countDown();
    harness.runUntil(job, JobState.COMPLETED);
    assertThat(refusal(job, "root.small"))
        .hasMessageContaining("only a job that has not ended can be moved, was \"COMPLETED\"");
  }

  @Test
  void aMovedJobStaysWhereItIsAfterARestartThoughItsOwnerMayNotSubmitThere() throws Exception {
    CountDownLatch go = new CountDownLatch(1);
    SchedulerSettings settings =
        SchedulerSettings.of(
            Policy.FAIR,
            Resources.of(64, 0),
            Map.of(
                "root.open", QueueSettings.defaults(),
                "root.closed", QueueSettings.builder().submit(Set.of("nobody")).build()));
    start(settings, holding(new CountDownLatch(0)));
    long job = open("hold", "root.open", "1");
    steering.move(ADMIN, job, "root.closed");

    restart(settings, holding(go));
    go.countDown();

    assertThat(harness.runUntil(job, JobState.COMPLETED).queue()).isEqualTo("root.closed");
  }

  private RefusalException refusal(long job, String queue) {
    return refused(() -> steering.move(ADMIN, job, queue));
  }

  private long tasksIn(String queue) {
    return db.jdbc()
        .sql("select count(*) from task t join lane l on l.id = t.lane_id where l.queue = :queue")
        .param("queue", queue)
        .query(Long.class)
        .single();
  }
}
