package org.millrace.engine.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.millrace.engine.db.Database;
import org.millrace.engine.lease.Lanes;
import org.millrace.engine.lease.Lease;
import org.millrace.engine.lease.Leases;
import org.millrace.engine.lease.StaleLeaseException;
import org.millrace.engine.ledger.JdbcJobLedger;
import org.millrace.engine.ledger.JobRequest;
import org.millrace.engine.ledger.MovedJobs;
import org.millrace.engine.ledger.SettlementLog;
import org.millrace.engine.objects.ObjectRef;
import org.millrace.engine.pipeline.Pipeline;
import org.millrace.engine.pipeline.PipelineCatalog;
import org.millrace.engine.task.Emission;
import org.millrace.engine.task.Failure;
import org.millrace.engine.task.Outcome;
import org.millrace.engine.task.Task;
import org.millrace.scheduling.Lane;

/** What every transport promises. */
abstract class TransportContract {
  static final String QUEUE = "root.partners.acme";
  static final Lane LANE = new Lane(QUEUE, "work");

  Database db;
  Leases leases;
  Transport transport;
  private long job;

  abstract Database database();

  abstract Transport transport(Database db, Lanes lanes, Leases leases, SettlementLog log);

  /** Leaves the lease to nobody, as if its holder had died and its time had run out. */
  abstract void expire(Lease lease);

  @BeforeEach
  void open() {
    db = database();
    Lanes lanes = new Lanes(db);
    leases = new Leases(db, lanes, Duration.ofSeconds(30));
    transport = transport(db, lanes, leases, new SettlementLog(db, new NoPipelines()));
    job = newJob("a");
  }

  @AfterEach
  void close() {
    db.close();
  }

  @Test
  void tasksAreClaimedInJobOrderAndNoneTwice() {
    long second = newJob("b");
    send(second, "late");
    send(job, "1", "2", "3");
    Lease one = leases.grant(LANE, "n1");
    Lease other = leases.grant(LANE, "n1");

    assertThat(bodies(transport.claim(one, 2))).containsExactly("1", "2");
    assertThat(bodies(transport.claim(other, 10))).containsExactly("3", "late");
    assertThat(transport.claim(one, 10)).isEmpty();
  }

  @Test
  void settleAcknowledgesSendsAndClaimsTheNextBatch() {
    send(job, "1", "2", "3");
    Lease lease = leases.grant(LANE, "n1");
    List<Task> batch = transport.claim(lease, 2);

    List<Task> next = transport.settle(new Settlement(lease, done(batch, "after")), 2);

    assertThat(bodies(next)).containsExactly("3");
    Lease after = leases.grant(new Lane(QUEUE, "after"), "n1");
    assertThat(bodies(transport.claim(after, 10))).containsExactly("1", "2");
    assertThat(transport.held(lease)).hasSize(1);
  }

  @Test
  void staleSettleIsRefusedAfterTheLeaseExpired() {
    send(job, "1");
    Lease lease = leases.grant(LANE, "n1");
    List<Task> batch = transport.claim(lease, 1);
    expire(lease);

    assertThatThrownBy(() -> transport.settle(new Settlement(lease, done(batch, "after")), 1))
        .isInstanceOf(StaleLeaseException.class);
    assertThatThrownBy(() -> transport.claim(lease, 1)).isInstanceOf(StaleLeaseException.class);
    assertThat(claimAll("after")).as("what the stale settlement sent").isEmpty();
  }

  @Test
  void aSettlementIsRefusedWholeWhenOneTaskIsNotHeld() {
    send(job, "1", "2");
    Lease mine = leases.grant(LANE, "n1");
    Lease other = leases.grant(LANE, "n2");
    List<Task> batch = new ArrayList<>(transport.claim(mine, 1));
    batch.addAll(transport.claim(other, 1));

    assertThatThrownBy(() -> transport.settle(new Settlement(mine, done(batch, "after")), 0))
        .isInstanceOf(StaleLeaseException.class);
    assertThat(claimAll("after")).isEmpty();
    assertThat(transport.held(mine)).hasSize(1);
  }

  @Test
  void settlingTheSameBatchTwiceHasOneEffect() {
    send(job, "1");
    Lease lease = leases.grant(LANE, "n1");
    Settlement settlement = new Settlement(lease, done(transport.claim(lease, 1), "after"));
    transport.settle(settlement, 0);

    assertThatThrownBy(() -> transport.settle(settlement, 0))
        .isInstanceOf(StaleLeaseException.class);
    assertThat(claimAll("after")).containsExactly("1");
  }

  @Test
  void aReturnedTaskIsTakenAgainAndTheAttemptDoesNotCount() {
    send(job, "1");
    Lease lease = leases.grant(LANE, "n1");
    Task task = transport.claim(lease, 1).get(0);
    assertThat(task.attempt()).isEqualTo(1);
    transport.settle(new Settlement(lease, List.of(new Outcome.Returned(task))), 0);
    assertThat(transport.claim(lease, 1).get(0).attempt()).isEqualTo(1);
  }

  @Test
  void aRetriedTaskComesBackWhenItIsDueWithItsHistory() {
    send(job, "1", "2");
    Lease lease = leases.grant(LANE, "n1");
    List<Task> batch = transport.claim(lease, 1);
    Failure failure = new Failure(1, Instant.parse("2026-11-21T13:00:00Z"), "n1", "broke");
    transport.settle(
        new Settlement(
            lease,
            List.of(new Outcome.Retry(batch.get(0), failure, Duration.ofMillis(200), false))),
        0);

    assertThat(transport.promoteDue()).isZero();
    assertThat(bodies(transport.claim(lease, 10)))
        .as("the lane is not blocked")
        .containsExactly("2");
    await().until(() -> transport.promoteDue() == 1);
    Task again = transport.claim(lease, 10).get(0);
    assertThat(again.attempt()).isEqualTo(2);
    assertThat(again.failures()).containsExactly(failure);
  }

  @Test
  void aTaskThatAWorkerDiedWithComesAlone() {
    send(job, "1", "2", "3", "4");
    Lease lease = leases.grant(LANE, "n1");
    List<Task> batch = transport.claim(lease, 2);
    Failure crash = new Failure(1, Instant.EPOCH, "n1", "worker stopped");
    transport.settle(
        new Settlement(
            lease,
            batch.stream()
                .<Outcome>map(task -> new Outcome.Retry(task, crash, Duration.ZERO, true))
                .toList()),
        0);
    await().until(() -> transport.promoteDue() == 2);

    List<List<String>> batches = new ArrayList<>();
    for (List<Task> next = transport.claim(lease, 10);
        !next.isEmpty();
        next = transport.settle(new Settlement(lease, done(next, null)), 10)) {
      batches.add(bodies(next));
    }
    assertThat(batches).containsExactly(List.of("1"), List.of("2"), List.of("3", "4"));
  }

  @Test
  void purgeDropsWhatWaitsOfOneJobOnly() {
    long second = newJob("b");
    send(job, "1", "2");
    send(second, "other");
    Lease lease = leases.grant(LANE, "n1");
    Task held = transport.claim(lease, 1).get(0);
    transport.purge(job, QUEUE);
    assertThat(transport.held(lease)).extracting(Task::id).containsExactly(held.id());
    assertThat(bodies(transport.claim(lease, 10))).containsExactly("other");
  }

  @Test
  void aMovedJobsTasksChangeLanesAndThoseInHandStay() {
    long second = newJob("b");
    send(job, "in hand", "fails", "dies", "waits");
    send(second, "other");
    Lease lease = leases.grant(LANE, "n1");
    List<Task> batch = transport.claim(lease, 3);
    Failure failure = new Failure(1, Instant.EPOCH, "n1", "broke");
    transport.settle(
        new Settlement(
            lease,
            List.of(
                new Outcome.Retry(batch.get(1), failure, Duration.ZERO, false),
                new Outcome.Dead(batch.get(2), failure))),
        0);
    String to = "root.partners.globex";

    assertThat(transport.move(job, QUEUE, to)).as("one is in hand").isFalse();

    await().until(() -> transport.promoteDue() == 1);
    Lease there = leases.grant(new Lane(to, "work"), "n1");
    assertThat(bodies(transport.claim(there, 10))).containsExactlyInAnyOrder("fails", "waits");
    assertThat(bodies(transport.held(lease))).containsExactly("in hand");
    assertThat(
            bodies(
                transport.settle(new Settlement(lease, done(List.of(batch.get(0)), "next")), 10)))
        .containsExactly("other");
    assertThat(transport.move(job, QUEUE, to)).as("what it sent follows").isTrue();
    Lease next = leases.grant(new Lane(to, "next"), "n1");
    assertThat(bodies(transport.claim(next, 10))).containsExactly("in hand");
    assertThat(transport.move(job, to, QUEUE)).as("all is in hand").isFalse();
  }

  @Test
  void aTaskMovedWhileItIsClaimedIsInOneLaneOnly() throws Exception {
    int tasks = 400;
    send(job, IntStream.range(0, tasks).mapToObj(Integer::toString).toArray(String[]::new));
    ConcurrentLinkedQueue<String> settled = new ConcurrentLinkedQueue<>();
    String other = "root.partners.globex";
    ExecutorService threads = Executors.newFixedThreadPool(3);
    try {
      List<Future<?>> drains = new ArrayList<>();
      for (String queue : List.of(QUEUE, other)) {
        drains.add(
            threads.submit(
                () -> {
                  while (settled.size() < tasks) {
                    Lease lease = leases.grant(new Lane(queue, "work"), "n");
                    List<Task> claimed = transport.claim(lease, 7);
                    assertThat(transport.held(lease)).hasSameSizeAs(claimed);
                    transport.settle(new Settlement(lease, done(claimed, null)), 0);
                    settled.addAll(bodies(claimed));
                  }
                  return null;
                }));
      }
      Future<?> mover =
          threads.submit(
              () -> {
                while (settled.size() < tasks) {
                  transport.move(job, QUEUE, other);
                  transport.move(job, other, QUEUE);
                }
              });
      for (Future<?> each : drains) {
        each.get(60, TimeUnit.SECONDS);
      }
      mover.get(60, TimeUnit.SECONDS);
    } finally {
      threads.shutdownNow();
    }
    assertThat(settled).hasSize(tasks).doesNotHaveDuplicates();
  }

  @Test
  void manyContainersDrainALaneWithEachTaskSettledOnce() throws Exception {
    int tasks = 3000;
    send(job, IntStream.range(0, tasks).mapToObj(Integer::toString).toArray(String[]::new));
    ConcurrentLinkedQueue<String> settled = new ConcurrentLinkedQueue<>();
    ExecutorService threads = Executors.newFixedThreadPool(4);
    try {
      List<Future<?>> drains = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        int batch = 1 + i * 20;
        drains.add(threads.submit(() -> drain(batch, settled)));
      }
      for (Future<?> drain : drains) {
        drain.get();
      }
    } finally {
      threads.shutdownNow();
    }
    assertThat(settled).hasSize(tasks).doesNotHaveDuplicates();
    assertThat(claimAll("after")).hasSize(tasks).doesNotHaveDuplicates();
  }

  private void drain(int batch, Collection<String> settled) {
    Lease lease = leases.grant(LANE, "n");
    List<Task> claimed = transport.claim(lease, batch);
    while (!claimed.isEmpty()) {
      settled.addAll(bodies(claimed));
      claimed = transport.settle(new Settlement(lease, done(claimed, "after")), batch);
    }
  }

  private long newJob(String key) {
    return new JdbcJobLedger(db, transport, new MovedJobs(db, transport))
        .open(
            new JobRequest(
                "p",
                QUEUE,
                "acme",
                "acme",
                new ObjectRef("inbox", key, "v1", 1),
                JobRequest.Disposal.KEEP,
                Map.of()))
        .jobId();
  }

  private void send(long toJob, String... bodies) {
    List<Emission> emissions = new ArrayList<>();
    for (String body : bodies) {
      emissions.add(Emission.of(UUID.randomUUID(), "work", body));
    }
    transport.send(toJob, QUEUE, emissions);
  }

  private List<String> claimAll(String stage) {
    return bodies(transport.claim(leases.grant(new Lane(QUEUE, stage), "n"), 10_000));
  }

  private static List<Outcome> done(List<Task> tasks, String sendTo) {
    return tasks.stream()
        .<Outcome>map(
            task ->
                new Outcome.Done(
                    task,
                    sendTo == null
                        ? List.of()
                        : List.of(new Emission(UUID.randomUUID(), sendTo, null, task.body())),
                    List.of()))
        .toList();
  }

  private static List<String> bodies(List<Task> tasks) {
    return tasks.stream().map(task -> (String) task.body().decode()).toList();
  }

  private static final class NoPipelines implements PipelineCatalog {
    @Override
    public Optional<Pipeline> find(String name) {
      return Optional.empty();
    }

    @Override
    public Collection<Pipeline> all() {
      return List.of();
    }

    @Override
    public boolean isBarrier(String stage) {
      return false;
    }
  }
}
