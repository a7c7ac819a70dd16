package org.millrace.engine.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.apache.camel.builder.RouteBuilder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.millrace.engine.EngineHarness;
import org.millrace.engine.db.Database;
import org.millrace.engine.ledger.JobState;
import org.millrace.scheduling.resource.Resources;

/** Managers and workers that share one database. */
abstract class ClusterContract {
  private static final List<Integer> MANY = IntStream.range(0, 40).boxed().toList();

  private final Map<Integer, Integer> effects = new ConcurrentHashMap<>();
  private final CountDownLatch go = new CountDownLatch(1);
  private EngineHarness harness;

  abstract Database database();

  @AfterEach
  void close() {
    go.countDown();
    harness.close();
  }

  @Test
  void aManagerWithoutSlotsHasItsWorkDoneByWorkers() throws Exception {
    go.countDown();
    start(Set.of(Role.MANAGER));
    long job = harness.open("fan", "k", "");
    cycles(5);
    assertThat(harness.job(job).state()).as("nobody works yet").isEqualTo(JobState.ACTIVE);

    try (Engine one = another("w1", Role.WORKER);
        Engine two = another("w2", Role.WORKER)) {
      one.start();
      two.start();
      harness.runUntil(job, JobState.COMPLETED);
      assertThat(harness.engine.nodes().live()).extracting(NodeInfo::name).contains("w1", "w2");
    }
    assertThat(effects).hasSize(MANY.size()).allSatisfy((k, count) -> assertThat(count).isOne());
    assertThat(harness.engine.nodes().live()).as("both have left").isEmpty();
  }

  @Test
  void aNewLeaderKnowsWhatRunsAndDoesNotRunItAgain() throws Exception {
    start(Set.of(Role.MANAGER));
    try (Engine worker = another("w1", Role.WORKER);
        Engine standby = another("m2", Role.MANAGER)) {
      worker.start();
      standby.start();
      long job = harness.open("fan", "k", "");
      await().until(() -> cycled() && running() == 2);
      standby.dispatcher().dispatch();
      assertThat(standby.isLeader()).isFalse();
      List<Long> before = epochs();

      harness.engine.dispatcher().leave();
      standby.dispatcher().dispatch();
      assertThat(standby.isLeader()).isTrue();
      assertThat(epochs()).as("what ran goes on, and no slot is granted twice").isEqualTo(before);
      harness.engine.dispatcher().dispatch();
      assertThat(harness.engine.isLeader()).isFalse();

      go.countDown();
      await()
          .atMost(Duration.ofSeconds(20))
          .pollInterval(Duration.ofMillis(5))
          .until(
              () -> {
                standby.dispatcher().dispatch();
                standby.completion().complete(standby.completion().ready());
                return harness.job(job).state() == JobState.COMPLETED;
              });
      assertThat(effects).hasSize(MANY.size()).allSatisfy((k, count) -> assertThat(count).isOne());
    }
  }

  @Test
  void aManagerThatDoesNotLeadShowsWhatTheLeaderDecided() throws Exception {
    start(Set.of(Role.MANAGER));
    try (Engine worker = another("w1", Role.WORKER);
        Engine standby = another("m2", Role.MANAGER)) {
      worker.start();
      standby.start();
      long job = harness.open("fan", "k", "");
      await().until(() -> cycled() && running() == 2);
      standby.dispatcher().dispatch();
      assertThat(standby.isLeader()).isFalse();
      List<Long> before = epochs();

      assertThat(standby.scheduler().queues()).isEqualTo(harness.engine.scheduler().queues());
      assertThat(standby.scheduler().explain(job).orElseThrow().sentence())
          .isEqualTo(harness.engine.scheduler().explain(job).orElseThrow().sentence());
      assertThat(standby.scheduler().explain(job + 1)).isEmpty();
      assertThat(epochs()).as("it changes nothing").isEqualTo(before);

      go.countDown();
      harness.runUntil(job, JobState.COMPLETED);
      await()
          .untilAsserted(
              () -> assertThat(standby.scheduler().queues().usage()).isEqualTo(Resources.NONE));
    }
  }

  @Test
  void aDrainedWorkerFinishesWhatItHasInHandAndGetsNothingMoreUntilItIsResumed() throws Exception {
    start(Set.of(Role.MANAGER));
    try (Engine worker = another("w1", Role.WORKER)) {
      worker.start();
      long job = harness.open("fan", "k", "");
      await().until(() -> cycled() && atWork() == 2);

      harness.engine.drained().add("w1", "ann");
      harness.engine.drained().add("w1", "bob");
      cycles(3);
      assertThat(running()).as("their tasks are in hand").isEqualTo(2);
      go.countDown();
      await().until(() -> cycled() && running() == 0);
      cycles(10);

      assertThat(running()).isZero();
      assertThat(effects).as("a task in hand in each container").hasSize(2);
      NodeInfo drained = harness.engine.nodes().live().get(0);
      assertThat(drained.drained().orElseThrow().by()).isEqualTo("ann");
      assertThat(harness.engine.scheduler().explain(job).orElseThrow().reasons())
          .anySatisfy(reason -> assertThat(reason.sentence()).contains("w1 (drained by ann)"));

      assertThat(harness.engine.drained().remove("w1")).isTrue();
      assertThat(harness.engine.drained().remove("w1")).isFalse();
      harness.runUntil(job, JobState.COMPLETED);
      assertThat(effects).hasSize(MANY.size()).allSatisfy((k, count) -> assertThat(count).isOne());
    }
  }

  @Test
  void aWorkerStaysDrainedWhenItIsStartedAnewUnderItsName() throws Exception {
    go.countDown();
    start(Set.of(Role.MANAGER));
    try (Engine worker = another("w1", Role.WORKER)) {
      worker.start();
      harness.engine.drained().add("w1", "ann");
    }
    try (Engine again = another("w1", Role.WORKER)) {
      again.start();
      long job = harness.open("fan", "k", "");
      cycles(10);
      assertThat(running()).isZero();
      assertThat(harness.engine.nodes().live()).as("it stands by").hasSize(1);
      harness.engine.drained().remove("w1");
      harness.runUntil(job, JobState.COMPLETED);
    }
  }

  private void start(Set<Role> roles) throws Exception {
    harness =
        new EngineHarness(
            database(),
            EngineHarness.settings(2).as("m1", roles),
            new RouteBuilder() {
              @Override
              public void configure() {
                from("stage:fan").setBody(constant(MANY)).split(body()).to("stage:work");
                from("stage:work?batch=3")
                    .process(
                        exchange -> {
                          go.await(20, TimeUnit.SECONDS);
                          effects.merge(
                              exchange.getMessage().getBody(Integer.class), 1, Integer::sum);
                        });
              }
            });
  }

  private Engine another(String name, Role role) {
    return new Engine(
        EngineHarness.settings(2).as(name, Set.of(role)),
        harness.db,
        harness.objects,
        harness.camel,
        harness.stages,
        EngineHarness.FAIR,
        Clock.systemUTC(),
        () -> {},
        List.of());
  }

  private void cycles(int count) throws Exception {
    for (int i = 0; i < count; i++) {
      harness.cycle();
    }
  }

  private boolean cycled() throws Exception {
    harness.cycle();
    return true;
  }

  /** Containers with tasks in hand. */
  private long atWork() {
    return harness
        .db
        .jdbc()
        .sql("select count(distinct lease_id) from task where lease_id <> 0")
        .query(Long.class)
        .single();
  }

  private long running() {
    return harness.engine.containers().size();
  }

  private List<Long> epochs() {
    return harness.engine.containers().stream().map(lease -> lease.epoch()).sorted().toList();
  }
}
