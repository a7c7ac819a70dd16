package org.millrace.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.apache.camel.builder.RouteBuilder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.millrace.engine.control.RefusalException;
import org.millrace.engine.control.Steering;
import org.millrace.engine.control.User;
import org.millrace.engine.db.Database;
import org.millrace.engine.ledger.Job;
import org.millrace.engine.ledger.JobState;
import org.millrace.engine.ledger.Seen;
import org.millrace.engine.ledger.StageProgress;
import org.millrace.engine.objects.ObjectRef;
import org.millrace.engine.task.TaskContext;
import org.millrace.scheduling.manager.Explanation;
import org.millrace.scheduling.manager.QueueSnapshot;
import org.millrace.scheduling.manager.Reason;
import org.millrace.scheduling.resource.Resources;
import org.millrace.scheduling.tree.Policy;
import org.millrace.scheduling.tree.QueueSettings;
import org.millrace.scheduling.tree.SchedulerSettings;

/** What a person may do with jobs and queues while they run, on every database. */
abstract class SteeringContract {
  private static final User ADMIN = new User("admin", Set.of(), true);
  private static final String ACME = "root.partners.acme";
  private static final String GLOBEX = "root.partners.globex";

  private Database db;
  private EngineHarness harness;
  private Steering steering;

  abstract Database database();

  @BeforeEach
  void open() {
    db = database();
  }

  @AfterEach
  void close() {
    harness.close();
  }

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

  @Test
  void aPausedQueueAcceptsJobsGivesUpItsContainersAndGoesOnWhenResumed() throws Exception {
    ConcurrentLinkedQueue<String> seen = new ConcurrentLinkedQueue<>();
    start(EngineHarness.FAIR, counting(2000, seen, new CountDownLatch(0)));
    long job = openFanOut("paused", ACME);
    await().until(() -> cycled() && seen.size() > 20);

    steering.pause(ADMIN, "root.partners");

    await().until(() -> cycled() && queue("root.partners").usage().isNone());
    int soFar = seen.size();
    assertThat(soFar).isLessThan(2000);
    long later = openFanOut("later", ACME);
    long other = openFanOut("other", "root.elsewhere");
    await().until(() -> cycled() && harness.job(later).state() == JobState.ACTIVE);
    await().until(() -> cycled() && seen.stream().anyMatch(each -> each.startsWith("other")));
    assertThat(seen.stream().filter(each -> !each.startsWith("other"))).hasSize(soFar);
    Explanation why = harness.engine.scheduler().explain(job).orElseThrow();
    assertThat(why.dominant().kind()).isEqualTo(Reason.Kind.QUEUE_PAUSED);
    assertThat(why.sentence())
        .matches("queue root\\.partners is paused by admin since 20\\d\\d-.*Z");
    assertThat(queue("root.partners").paused()).isTrue();

    steering.resume(ADMIN, "root.partners");

    harness.runUntil(job, JobState.COMPLETED);
    harness.runUntil(later, JobState.COMPLETED);
    harness.runUntil(other, JobState.COMPLETED);
    assertThat(seen).hasSize(6000).doesNotHaveDuplicates();
  }

  @Test
  void aPauseHoldsAfterARestartAlsoOfAQueueThatNobodyUses() throws Exception {
    AtomicInteger ran = new AtomicInteger();
    RouteBuilder routes =
        new RouteBuilder() {
          @Override
          public void configure() {
            from("stage:hold").process(exchange -> ran.incrementAndGet());
          }
        };
    start(EngineHarness.FAIR, routes);
    steering.pause(ADMIN, ACME);
    steering.pause(new User("late", Set.of(), true), ACME);
    harness.cycle();
    restart(EngineHarness.FAIR, routes);
    long held = open("hold", ACME, "held");
    long free = open("hold", GLOBEX, "free");

    harness.runUntil(free, JobState.COMPLETED);

    assertThat(ran).hasValue(1);
    assertThat(harness.job(held).state()).isEqualTo(JobState.ACTIVE);
    assertThat(harness.engine.scheduler().pauses())
        .extracting(each -> each.queue() + " by " + each.by())
        .containsExactly(ACME + " by admin");
    steering.resume(ADMIN, ACME);
    harness.runUntil(held, JobState.COMPLETED);
  }

  @Test
  void onlyAQueueCanBePausedAndOnlyAPausedOneResumed() throws Exception {
    start(small(), holding(new CountDownLatch(0)));
    assertThat(refused(() -> steering.pause(ADMIN, "root.nowhere")).reason())
        .isEqualTo(RefusalException.Cause.UNKNOWN);
    steering.pause(ADMIN, "root");
    RefusalException refused = refused(() -> steering.resume(ADMIN, "root.small"));
    assertThat(refused.reason()).isEqualTo(RefusalException.Cause.CONFLICT);
    assertThat(refused.remedy()).isEqualTo("resume root");
  }

  @Test
  void theNodesCapacityCanBeChangedWhileItRuns() throws Exception {
    CountDownLatch go = new CountDownLatch(1);
    AtomicInteger running = new AtomicInteger();
    start(
        EngineHarness.FAIR,
        new RouteBuilder() {
          @Override
          public void configure() {
            from("stage:hold")
                .process(
                    exchange -> {
                      running.incrementAndGet();
                      go.await();
                    });
          }
        });
    for (int i = 0; i < 6; i++) {
      open("hold", ACME, "j" + i);
    }
    await().until(() -> cycled() && running.get() == 2);

    harness.engine.resize(new Resources(1024, 2000, 1L << 40), 4);

    await().until(() -> cycled() && running.get() == 4);
    assertThat(harness.engine.scheduler().queues().max().memoryMb()).isEqualTo(1024);
    go.countDown();
  }

  @Test
  void aPipelinesApplicationMasterIsWhatTheSettingsSay() throws Exception {
    CountDownLatch go = new CountDownLatch(1);
    start(small(), holding(go));
    // The queue's share for application masters is 512 MB.
    harness.engine.scheduler().masters(Map.of("hold", new Resources(300, 0, 0)));
    long first = open("hold", "root.wide", "1");
    long second = open("hold", "root.wide", "2");
    await().until(() -> cycled() && harness.job(first).state() == JobState.ACTIVE);

    Explanation why = harness.engine.scheduler().explain(second).orElseThrow();

    assertThat(why.sentence()).contains("use 300 MiB of at most 512 MiB").contains("needs 300 MiB");
    go.countDown();
    harness.runUntil(second, JobState.COMPLETED);
  }

  private RefusalException refusal(long job, String queue) {
    return refused(() -> steering.move(ADMIN, job, queue));
  }

  private static RefusalException refused(Runnable action) {
    return catchThrowableOfType(RefusalException.class, action::run);
  }

  /**
   * fan → (n tasks) count → after, and a sum at the end. What is counted waits for the latch, and
   * each third task fails at first.
   */
  private static RouteBuilder counting(
      int tasks, ConcurrentLinkedQueue<String> seen, CountDownLatch go) {
    return new RouteBuilder() {
      @Override
      public void configure() {
        // Otherwise Camel reports each first attempt at length.
        errorHandler(noErrorHandler());
        from("stage:fan")
            .routeGroup("fan-out")
            .process(
                exchange -> {
                  String name = exchange.getMessage().getBody(ObjectRef.class).key();
                  exchange
                      .getMessage()
                      .setBody(IntStream.range(0, tasks).mapToObj(i -> name + i).toList());
                })
            .split(body())
            .to("stage:count");
        from("stage:count?batch=5&backoff=5ms")
            .process(
                exchange -> {
                  String name = exchange.getMessage().getBody(String.class);
                  if (name.endsWith("3") && TaskContext.of(exchange).attempt() == 1) {
                    throw new IllegalStateException("not yet");
                  }
                  seen.add(name);
                  go.await();
                })
            .to("stage:after");
        from("stage:after?batch=7").setBody(constant("1")).to("stage:sum");
        from("stage:sum?after=after")
            .process(exchange -> TaskContext.of(exchange).result("sum.txt", out -> out.write('x')));
      }
    };
  }

  private static RouteBuilder holding(CountDownLatch go) {
    return new RouteBuilder() {
      @Override
      public void configure() {
        from("stage:hold").process(exchange -> go.await());
      }
    };
  }

  /** Queues for one active job, for many, and for one job in all below. */
  private static SchedulerSettings small() {
    return SchedulerSettings.of(
        Policy.FAIR,
        Resources.of(64, 0),
        Map.of(
            "root.small", QueueSettings.builder().maxAmShare(0.125).build(),
            "root.wide", QueueSettings.builder().maxAmShare(1).build(),
            "root.one",
                QueueSettings.builder()
                    .maxApplications(1)
                    .template(QueueSettings.defaults())
                    .build()));
  }

  private void start(SchedulerSettings settings, RouteBuilder routes) throws Exception {
    harness = new EngineHarness(db, EngineHarness.settings(2), settings, routes);
    steering = new Steering(harness.engine.ledger(), harness.engine.scheduler());
  }

  private void restart(SchedulerSettings settings, RouteBuilder routes) throws Exception {
    harness.engine.close();
    harness.camel.stop();
    start(settings, routes);
  }

  private long openFanOut(String key, String queue) throws IOException {
    return open("fan-out", queue, key);
  }

  private long open(String pipeline, String queue, String key) throws IOException {
    return harness.open(pipeline, queue, harness.objects.write("inbox", key, out -> {}));
  }

  private boolean cycled() throws IOException {
    harness.cycle();
    return true;
  }

  private StageProgress stage(long job, String name) {
    return harness.job(job).stages().stream()
        .filter(each -> each.name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  private QueueSnapshot queue(String path) {
    return harness.engine.scheduler().queues().children().stream()
        .filter(each -> each.path().equals(path))
        .findFirst()
        .orElseThrow();
  }

  private long tasksIn(String queue) {
    return db.jdbc()
        .sql("select count(*) from task t join lane l on l.id = t.lane_id where l.queue = :queue")
        .param("queue", queue)
        .query(Long.class)
        .single();
  }

  private long rows(String table) {
    return db.jdbc().sql("select count(*) from " + table).query(Long.class).single();
  }
}
