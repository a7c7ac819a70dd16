package org.millrace.engine.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.millrace.engine.lease.Lease;
import org.millrace.engine.ledger.JobTasks;
import org.millrace.engine.task.Emission;
import org.millrace.engine.task.Failure;
import org.millrace.engine.task.Outcome;
import org.millrace.engine.task.Task;

/** The queue table with several tasks in a row promises the same, and this. */
abstract class ParcelTransportContract extends TableTransportContract {
  @Override
  int together() {
    return 3;
  }

  @Test
  void tasksOfOneJobThatAreSentTogetherShareARow() {
    long second = newJob("b");
    send(job, "1", "2", "3", "4");
    send(second, "other", "another");

    assertThat(rows()).isEqualTo(3);
    assertThat(bodies(consumer().claim(10)))
        .containsExactly("1", "2", "3", "4", "other", "another");
  }

  @Test
  void aSharedRowKeepsIdsHeadersAndBodies() {
    List<Emission> emissions = new ArrayList<>();
    for (String header : new String[] {null, "{\"a\":\"ä\"}"}) {
      emissions.add(
          new Emission(
              UUID.randomUUID(), "work", header, Emission.of(UUID.randomUUID(), "", "b").body()));
    }
    db.inTransaction(() -> transports.send(job, QUEUE, emissions));

    List<Task> claimed = consumer().claim(10);

    assertThat(rows()).isEqualTo(1);
    assertThat(claimed)
        .extracting(Task::uid)
        .containsExactlyElementsOf(emissions.stream().map(Emission::uid).toList());
    assertThat(claimed).extracting(Task::headers).containsExactly(null, "{\"a\":\"ä\"}");
    assertThat(bodies(claimed)).containsExactly("b", "b");
    assertThat(claimed).extracting(Task::attempt).containsOnly(1);
  }

  @Test
  void aClaimIsNeverMoreThanWasAskedFor() {
    send(job, "1", "2", "3", "4", "5", "6");
    LaneConsumer one = consumer();
    LaneConsumer other = consumer();

    assertThat(bodies(one.claim(2))).containsExactly("1", "2");
    assertThat(bodies(other.claim(4))).containsExactly("4", "5", "6");
    assertThat(bodies(other.claim(4))).as("what was too much").containsExactly("3");
    assertThat(one.claim(10)).isEmpty();
  }

  @Test
  void whatIsNotRunOfASharedRowGoesBackWithoutItsAttempt() {
    send(job, "1", "2", "3");
    LaneConsumer lane = consumer();
    List<Task> batch = lane.claim(3);

    List<Task> next =
        lane.settle(
            List.of(
                done(batch, "after").get(0),
                new Outcome.Returned(batch.get(1)),
                new Outcome.Returned(batch.get(2))),
            10);

    assertThat(bodies(next)).containsExactly("2", "3");
    assertThat(next).extracting(Task::attempt).containsOnly(1);
    assertThat(next).extracting(Task::uid).containsExactly(batch.get(1).uid(), batch.get(2).uid());
    lane.settle(done(next, "after"), 0);
    assertThat(claimAll("after", 3)).containsExactlyInAnyOrder("1", "2", "3");
    assertThat(counted()).isEqualTo(3);
  }

  @Test
  void aTaskThatFailsTakesNothingOfItsRowWithIt() {
    send(job, "1", "bad", "3");
    LaneConsumer lane = consumer();
    List<Task> batch = lane.claim(3);
    Failure failure = new Failure(1, Instant.EPOCH, "n1", "broke");

    lane.settle(
        List.of(
            done(batch, "after").get(0),
            new Outcome.Retry(batch.get(1), failure, Duration.ZERO, false),
            done(batch, "after").get(2)),
        0);

    assertThat(claimAll("after", 2)).containsExactlyInAnyOrder("1", "3");
    promote(1);
    Task again = lane.claim(10).get(0);
    assertThat(again.uid()).isEqualTo(batch.get(1).uid());
    assertThat(again.attempt()).isEqualTo(2);
    assertThat(rows()).as("one that was tried has a row of its own").isEqualTo(1);
  }

  @Test
  void aDeadWorkersRowIsTakenBackTaskByTask() {
    send(job, "1", "2", "3");
    Lease lease = leases.grant(LANE, "n1");
    assertThat(open(lease).claim(3)).hasSize(3);
    leases.expireAll("n1");

    int revoked =
        db.inTransaction(
            () ->
                transport.revoke(
                    lease,
                    task ->
                        new Outcome.Retry(
                            task,
                            new Failure(task.attempt(), Instant.EPOCH, "n1", "worker stopped"),
                            Duration.ZERO,
                            true)));

    assertThat(revoked).isEqualTo(3);
    promote(3);
    LaneConsumer lane = consumer();
    List<Task> next = lane.claim(10);
    assertThat(next).hasSize(1).allMatch(Task::solo).allMatch(each -> each.attempt() == 2);
  }

  @Test
  void aSharedRowIsSettledWholeOrNotAtAll() {
    send(job, "1", "2", "3");
    LaneConsumer lane = consumer();
    List<Task> batch = lane.claim(3);

    assertThatThrownBy(() -> lane.settle(done(batch.subList(0, 2), "after"), 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("one for each task in hand");
    lane.settle(done(batch, "after"), 0);
    assertThat(counted()).isEqualTo(3);
  }

  @Test
  void rowsOfOneAndOfSeveralTasksMix() {
    List<String> sent = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      send(job, i + "a");
      send(job, i + "b", i + "c", i + "d", i + "e");
      for (String each : List.of("a", "b", "c", "d", "e")) {
        sent.add(i + each);
      }
    }
    LaneConsumer lane = consumer();
    List<String> ran = new ArrayList<>();
    List<Task> batch = lane.claim(7);
    while (!batch.isEmpty()) {
      assertThat(batch).hasSizeLessThanOrEqualTo(7);
      ran.addAll(bodies(batch));
      batch = lane.settle(done(batch, null), 7);
    }
    assertThat(ran).containsExactlyInAnyOrderElementsOf(sent);
    assertThat(counted()).isEqualTo(sent.size());
  }

  @Test
  void theLedgerCountsTheTasksOfARowInHand() {
    send(job, "1", "2", "3");
    consumer().claim(3);

    var found = ledger().find(job).orElseThrow();
    assertThat(new JobTasks(db).inHand(found, 2)).hasSize(2);
    assertThat(new JobTasks(db).inHand(found, 10)).hasSize(3);
  }

  private long rows() {
    return db.jdbc().sql("select count(*) from task").query(Long.class).single();
  }
}
