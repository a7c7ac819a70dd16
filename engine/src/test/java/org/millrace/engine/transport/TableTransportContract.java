package org.millrace.engine.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.millrace.engine.lease.StaleLeaseException;
import org.millrace.engine.machine.Machine;
import org.millrace.engine.task.Failure;
import org.millrace.engine.task.Outcome;
import org.millrace.engine.task.Task;
import org.millrace.engine.transport.table.TableTransport;
import org.millrace.scheduling.Lane;

/** What the queue table promises besides. */
abstract class TableTransportContract extends TransportContract {
  private static final String OTHER = "root.partners.globex";

  @Override
  Transport transport(TransportFactory.Parts parts) {
    return new TableTransport(
        parts.db(),
        parts.lanes(),
        parts.leases(),
        parts.rows(),
        parts.effects(),
        parts.log(),
        Machine.THIS,
        parts.together());
  }

  @Test
  void aLaneIsServedInOrderOfJobs() {
    long second = newJob("b");
    send(second, "late");
    send(job, "1", "2");

    assertThat(bodies(consumer().claim(10))).containsExactly("1", "2", "late");
  }

  @Test
  void aMovedJobsTasksChangeLanesAndThoseInHandStay() {
    long second = newJob("b");
    send(job, "in hand");
    send(job, "fails", "dies");
    send(job, "waits");
    send(second, "other");
    LaneConsumer here = consumer();
    List<Task> inHand = here.claim(1);
    LaneConsumer beside = consumer();
    List<Task> batch = beside.claim(2);
    Failure failure = new Failure(1, Instant.EPOCH, "n1", "broke");
    beside.settle(
        List.of(
            new Outcome.Retry(batch.get(0), failure, Duration.ZERO, false),
            new Outcome.Dead(batch.get(1), failure)),
        0);

    assertThat(transport.move(job, QUEUE, OTHER)).as("one is in hand").isFalse();

    await().until(() -> delayed.promoteDue() == 1);
    LaneConsumer there = open(new Lane(OTHER, "work"));
    assertThat(bodies(there.claim(10))).containsExactlyInAnyOrder("fails", "waits");
    assertThat(bodies(here.settle(done(inHand, "next"), 10))).containsExactly("other");
    assertThat(transport.move(job, QUEUE, OTHER)).as("what it sent follows").isTrue();
    assertThat(bodies(open(new Lane(OTHER, "next")).claim(10))).containsExactly("in hand");
    assertThat(transport.move(job, OTHER, QUEUE)).as("all is in hand").isFalse();
  }

  @Test
  void aTaskMovedWhileItIsClaimedIsInOneLaneOnly() throws Exception {
    int tasks = 400;
    send(job, IntStream.range(0, tasks).mapToObj(Integer::toString).toArray(String[]::new));
    ConcurrentLinkedQueue<String> settled = new ConcurrentLinkedQueue<>();
    ExecutorService threads = Executors.newFixedThreadPool(3);
    try {
      List<Future<?>> drains = new ArrayList<>();
      for (String queue : List.of(QUEUE, OTHER)) {
        drains.add(threads.submit(() -> drainSlowly(queue, tasks, settled)));
      }
      Future<?> mover =
          threads.submit(
              () -> {
                for (int seen = 0; seen < tasks; seen = awaitMore(settled, seen, tasks)) {
                  transport.move(job, QUEUE, OTHER);
                  transport.move(job, OTHER, QUEUE);
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

  /** Settlements that come at the same time share a commit. */
  @Test
  void aStaleLeaseSpoilsNobodyElsesSettlement() throws Exception {
    int workers = 6;
    int rounds = 10;
    ExecutorService threads = Executors.newFixedThreadPool(workers);
    try {
      for (int round = 0; round < rounds; round++) {
        send(job, IntStream.range(0, workers).mapToObj(Integer::toString).toArray(String[]::new));
        List<LaneConsumer> lanes = new ArrayList<>();
        List<List<Task>> batches = new ArrayList<>();
        for (int i = 0; i < workers; i++) {
          lanes.add(open(leases.grant(LANE, i == 0 ? "lost" : "n1")));
          batches.add(take(lanes.get(i), 1));
        }
        leases.expireAll("lost");

        CyclicBarrier together = new CyclicBarrier(workers);
        List<Future<List<Task>>> settled = new ArrayList<>();
        for (int i = 0; i < workers; i++) {
          LaneConsumer lane = lanes.get(i);
          List<Outcome> outcomes = done(batches.get(i), "after");
          settled.add(
              threads.submit(
                  () -> {
                    together.await();
                    return lane.settle(outcomes, 0);
                  }));
        }

        for (Future<List<Task>> each : settled.subList(1, workers)) {
          assertThat(each.get(30, TimeUnit.SECONDS)).isEmpty();
        }
        assertThatThrownBy(() -> settled.get(0).get(30, TimeUnit.SECONDS))
            .hasCauseInstanceOf(StaleLeaseException.class);
      }
    } finally {
      threads.shutdownNow();
    }
    assertThat(claimAll("after", rounds * (workers - 1))).hasSize(rounds * (workers - 1));
    assertThat(counted()).isEqualTo(rounds * (workers - 1));
    assertThat(rowsInHand()).as("what is in the lost node's hand").isEqualTo(rounds);
  }

  private int rowsInHand() {
    return db.jdbc()
        .sql("select count(*) from task where lease_id <> 0")
        .query(Integer.class)
        .single();
  }

  /** Claims pass over what is being moved, so that moving without a pause would starve them. */
  private static int awaitMore(ConcurrentLinkedQueue<String> settled, int seen, int tasks) {
    while (settled.size() == seen && seen < tasks) {
      Thread.yield();
    }
    return settled.size();
  }

  /** Settling fails when one of the claimed tasks is not in the lease's hand. */
  private Void drainSlowly(String queue, int tasks, ConcurrentLinkedQueue<String> settled) {
    while (settled.size() < tasks) {
      try (LaneConsumer lane = transport.open(leases.grant(new Lane(queue, "work"), "n"))) {
        List<Task> claimed = lane.claim(7);
        lane.settle(done(claimed, null), 0);
        settled.addAll(bodies(claimed));
      }
    }
    return null;
  }
}
