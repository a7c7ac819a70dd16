package org.millrace.engine.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.millrace.engine.Databases;
import org.millrace.engine.db.Database;
import org.millrace.engine.lease.Lease;
import org.millrace.engine.ledger.MovedJobs;
import org.millrace.engine.task.Emission;
import org.millrace.engine.task.Failure;
import org.millrace.engine.task.Outcome;
import org.millrace.engine.task.Task;
import org.millrace.engine.transport.sqs.SqsSettings;
import org.millrace.scheduling.Lane;

/** SQS with several tasks in a message promises the same, and this. */
class ParcelSqsTransportTest extends SqsTransportContract {
  private static final String ELSEWHERE = "root.partners.new";

  CommitFaults commits;

  @Override
  Database database() {
    return Databases.h2(
        source -> {
          commits = new CommitFaults(source);
          return commits;
        });
  }

  @Override
  SqsSettings settings() {
    return super.settings().withVisibility(Duration.ofSeconds(2));
  }

  /** No test here: standard queues promise no order. */
  @Override
  void aJobsTasksComeInTheOrderInWhichTheyWereSent() {}

  private int together = 3;

  @Override
  int together() {
    return together;
  }

  @Test
  void tasksOfOneJobThatAreSentTogetherShareAMessage() {
    long second = newJob("b");
    send(job, "1", "2", "3", "4");
    send(second, "other", "another");

    assertThat(waiting(queueUrl("work"))).isEqualTo(3);
    assertThat(claimAll("work", 6))
        .containsExactlyInAnyOrder("1", "2", "3", "4", "other", "another");
    assertThat(waiting(queueUrl("work"))).as("messages without a task to do").isZero();
  }

  @Test
  void aSharedMessageKeepsIdsHeadersAndBodies() {
    List<Emission> emissions = new ArrayList<>();
    for (String header : new String[] {null, "{\"a\":\"ä\"}"}) {
      emissions.add(
          new Emission(
              UUID.randomUUID(), "work", header, Emission.of(UUID.randomUUID(), "", "b").body()));
    }
    db.inTransaction(() -> transports.send(job, QUEUE, emissions));
    pump();

    List<Task> claimed = take(consumer(), 2);

    assertThat(claimed)
        .extracting(Task::uid)
        .containsExactlyElementsOf(emissions.stream().map(Emission::uid).toList());
    assertThat(claimed).extracting(Task::headers).containsExactly(null, "{\"a\":\"ä\"}");
    assertThat(bodies(claimed)).containsExactly("b", "b");
    assertThat(claimed).extracting(Task::attempt).containsOnly(1);
    assertThat(claimed).as("since when it waits").allMatch(each -> each.readyAt() > 0);
  }

  @Test
  void noMessageThatTasksShareIsBilledTwice() {
    send(job, "x".repeat(20_000), "y".repeat(20_000), "z".repeat(20_000));

    assertThat(waiting(queueUrl("work"))).isEqualTo(2);
    int longest =
        sqs
            .receiveMessage(q -> q.queueUrl(queueUrl("work")).maxNumberOfMessages(10))
            .messages()
            .stream()
            .mapToInt(each -> each.body().length())
            .max()
            .orElseThrow();
    assertThat(longest).isBetween(40_000, 64 * 1024);
  }

  @Test
  void aClaimIsNeverMoreThanWasAskedForAndTheRestGoesBackUntried() {
    send(job, "1", "2", "3");
    LaneConsumer lane = consumer();

    List<Task> two = take(lane, 2);
    assertThat(bodies(two)).containsExactly("1", "2");
    List<Task> third = lane.settle(done(two, "after"), 2);

    assertThat(bodies(third)).containsExactly("3");
    assertThat(third.get(0).attempt()).isEqualTo(1);
    lane.settle(done(third, "after"), 0);
    assertThat(claimAll("after", 3)).containsExactlyInAnyOrder("1", "2", "3");
    assertThat(waiting(queueUrl("work"))).isZero();
  }

  @Test
  void whatIsNotRunOfAMessageGoesBackWithoutItsAttempt() {
    send(job, "1", "2", "3");
    LaneConsumer lane = consumer();
    List<Task> batch = take(lane, 3);

    List<Task> next = lane.settle(firstDone(batch), 10);

    assertThat(bodies(next)).containsExactly("2", "3");
    assertThat(next).extracting(Task::attempt).containsOnly(1);
    assertThat(next).extracting(Task::uid).containsExactly(batch.get(1).uid(), batch.get(2).uid());
    assertThat(bodies(lane.settle(firstDone(next), 10))).containsExactly("3");
    assertThat(counted()).isEqualTo(2);
  }

  @Test
  void aMessageOfTasksThatHaveTurnedOutSlowIsTakenApartSoThatAllSlotsHaveSome() {
    send(job, "1", "2", "3");
    together = 1;
    LaneConsumer one = consumer();
    LaneConsumer other = consumer();
    List<Task> first = take(one, 1);
    assertThat(bodies(first)).containsExactly("1");

    one.settle(done(first, "after"), 0);

    List<Task> second = take(one, 1);
    List<Task> third = take(other, 1);
    assertThat(bodies(second)).doesNotContainAnyElementsOf(bodies(third));
    assertThat(second.get(0).attempt()).isEqualTo(1);
    assertThat(third.get(0).attempt()).isEqualTo(1);
    one.settle(done(second, "after"), 0);
    other.settle(done(third, "after"), 0);
    assertThat(claimAll("after", 3)).containsExactlyInAnyOrder("1", "2", "3");
    assertThat(counted()).isEqualTo(3);
    assertThat(waiting(queueUrl("work"))).isZero();
  }

  @Test
  void theRestOfAMessageThatIsNotBegunGoesBackAsItIs() {
    send(job, "1", "2", "3");
    LaneConsumer lane = consumer();
    List<Task> rest = lane.settle(firstDone(take(lane, 3)), 10);
    together = 1;

    lane.settle(some(rest, 0), 0);

    List<Task> again = take(lane, 2);
    assertThat(bodies(again)).containsExactly("2", "3");
    assertThat(again).extracting(Task::attempt).containsOnly(1);
    lane.settle(done(again, "after"), 0);
    assertThat(claimAll("after", 3)).containsExactlyInAnyOrder("1", "2", "3");
  }

  @Test
  void aMessageThatTwoTakeApartLosesNoTask() {
    for (boolean unanswered : new boolean[] {false, true}) {
      long before = counted();
      together = 3;
      faults.hideSuccess = true;
      send(job, "1", "2", "3");
      LaneConsumer one = consumer();
      LaneConsumer other = consumer();
      List<Task> first = take(one, 3);
      List<Task> copy = take(other, 3);
      together = 1;
      if (unanswered) {
        commits.at(1, CommitFaults.Fault.UNANSWERED);
        assertThatThrownBy(() -> one.settle(firstDone(first), 0))
            .isInstanceOf(StoreLostException.class);
      }
      one.settle(firstDone(first), 0);
      other.settle(firstDone(copy), 0);

      LaneConsumer rest = consumer();
      List<String> ran = new ArrayList<>();
      await()
          .atMost(Duration.ofSeconds(20))
          .until(
              () -> {
                pump();
                List<Task> claimed = rest.claim(10);
                assertThat(claimed).allMatch(each -> each.attempt() == 1);
                ran.addAll(bodies(claimed));
                settle(rest, done(claimed, "after"), 0);
                return waiting(queueUrl("work")) == 0;
              });
      assertThat(ran).containsExactlyInAnyOrder("2", "3");
      assertThat(claimAll("after", 3)).containsExactlyInAnyOrder("1", "2", "3");
      assertThat(counted()).isEqualTo(before + 3);
    }
  }

  @Test
  void aTaskThatFailsTakesNothingOfItsMessageWithIt() {
    send(job, "1", "bad", "3");
    LaneConsumer lane = consumer();
    List<Task> batch = take(lane, 3);
    Failure failure = new Failure(1, Instant.EPOCH, "n1", "broke");

    lane.settle(
        List.of(
            done(batch, "after").get(0),
            new Outcome.Retry(batch.get(1), failure, Duration.ZERO, false),
            done(batch, "after").get(2)),
        0);

    assertThat(waiting(queueUrl("work"))).isZero();
    assertThat(claimAll("after", 2)).containsExactlyInAnyOrder("1", "3");
    promote(1);
    Task again = take(lane, 1).get(0);
    assertThat(again.uid()).isEqualTo(batch.get(1).uid());
    assertThat(again.attempt()).isEqualTo(2);
  }

  @Test
  void aMessageIsSettledWithAnOutcomeForEachTaskInHandOrNotAtAll() {
    send(job, "1", "2", "3");
    LaneConsumer lane = consumer();
    List<Task> batch = take(lane, 3);

    assertThatThrownBy(() -> lane.settle(done(batch.subList(0, 2), "after"), 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("one for each task in hand");
    lane.settle(done(batch, "after"), 0);
    assertThat(counted()).isEqualTo(3);
  }

  @Test
  void eachTaskThatADeadWorkerHadInHandHasHadAnAttemptAndComesAlone() {
    send(job, "1", "2", "3");
    LaneConsumer first = consumer();
    List<Task> rest = first.settle(firstDone(take(first, 3)), 10);
    assertThat(bodies(rest)).containsExactly("2", "3");
    leases.expireAll("n1");

    LaneConsumer other = open(leases.grant(LANE, "n2"));
    await()
        .atMost(Duration.ofSeconds(20))
        .until(
            () -> {
              assertThat(other.claim(10)).as("before its delay").isEmpty();
              return waiting(queueUrl("work")) == 0;
            });
    promote(2);
    for (int i = 0; i < 2; i++) {
      List<Task> alone = take(other, 1);
      assertThat(alone.get(0).attempt()).isEqualTo(2);
      assertThat(alone.get(0).solo()).isTrue();
      other.settle(done(alone, "after"), 0);
    }
    assertThat(claimAll("after", 3)).containsExactlyInAnyOrder("1", "2", "3");
    assertThat(counted()).isEqualTo(3);
  }

  @Test
  void ofAMessageThatTwoHaveInHandEachTaskHasOneEffect() {
    for (boolean partFirst : new boolean[] {true, false}) {
      long before = counted();
      faults.hideSuccess = true;
      send(job, "1", "2", "3");
      LaneConsumer one = consumer();
      LaneConsumer other = consumer();
      List<Task> first = take(one, 3);
      List<Task> copy = take(other, 3);
      assertThat(copy).extracting(Task::uid).as("sent twice").isEqualTo(uids(first));

      if (partFirst) {
        one.settle(firstDone(first), 0);
        other.settle(done(copy, "after"), 0);
      } else {
        other.settle(done(copy, "after"), 0);
        one.settle(firstDone(first), 0);
      }

      assertThat(one.claim(10)).as("the rest of the first is done").isEmpty();
      assertThat(waiting(queueUrl("work"))).isZero();
      assertThat(claimAll("after", 3)).containsExactlyInAnyOrder("1", "2", "3");
      assertThat(counted()).isEqualTo(before + 3);
    }
  }

  @Test
  void twoThatBothSettlePartOfAMessageLeaveWhatNeitherRan() {
    faults.hideSuccess = true;
    send(job, "1", "2", "3");
    LaneConsumer one = consumer();
    LaneConsumer other = consumer();
    List<Task> first = take(one, 3);
    List<Task> copy = take(other, 3);

    one.settle(firstDone(first), 0);
    other.settle(
        List.of(
            done(copy, "after").get(0),
            done(copy, "after").get(1),
            new Outcome.Returned(copy.get(2))),
        0);

    List<Task> left = take(one, 1);
    assertThat(bodies(left)).containsExactly("3");
    assertThat(left.get(0).attempt()).isEqualTo(1);
    one.settle(done(left, "after"), 0);
    assertThat(other.claim(10)).isEmpty();
    assertThat(claimAll("after", 3)).containsExactlyInAnyOrder("1", "2", "3");
    assertThat(counted()).isEqualTo(3);
  }

  @Test
  void aMovedJobTakesAlongWhatIsLeftOfAMessage() {
    send(job, "1", "2", "3", "4");
    LaneConsumer lane = consumer();
    List<Task> batch = take(lane, 3);
    lane.settle(firstDone(batch), 0);
    MovedJobs moved = new MovedJobs(db, transports);
    ledger().move(job, QUEUE, ELSEWHERE);

    LaneConsumer there = open(new Lane(ELSEWHERE, "work"));
    List<Task> followed = settledAfterAMove(moved, there, 3);
    assertThat(followed).extracting(Task::attempt).containsOnly(1);
    assertThat(bodies(followed))
        .containsExactlyInAnyOrder(
            IntStream.rangeClosed(1, 4)
                .mapToObj(Integer::toString)
                .filter(each -> !each.equals(bodies(batch).get(0)))
                .toArray(String[]::new));
    assertThat(there.claim(10)).isEmpty();
    assertThat(counted()).isEqualTo(4);
  }

  /** Where in a message's way its worker dies. */
  enum Death {
    AFTER_IT_WAS_SENT_AND_BEFORE_THAT_WAS_NOTED,
    BEFORE_THE_CLAIM_IS_COMMITTED,
    AFTER_THE_CLAIM,
    BEFORE_THE_SETTLEMENT_IS_COMMITTED,
    AFTER_THE_SETTLEMENT_WAS_COMMITTED,
    /** Not dead: the container asks again. */
    NEVER_BUT_THE_SETTLEMENT_WAS_NOT_ANSWERED,
    AFTER_THE_SETTLEMENT_AND_BEFORE_THE_MESSAGE_IS_DELETED_OR_GIVEN_BACK,
    BEFORE_WHAT_A_DEAD_WORKER_HAD_IS_DELETED
  }

  static List<Arguments> deaths() {
    return Arrays.stream(Death.values())
        .flatMap(each -> List.of(Arguments.of(each, 1), Arguments.of(each, 3)).stream())
        .toList();
  }

  /**
   * @param run how many of a message's three tasks are run before
   */
  @ParameterizedTest
  @MethodSource("deaths")
  void whereverAWorkerDiesEachTaskHasOneEffect(Death death, int run) {
    faults.hideSuccess = death == Death.AFTER_IT_WAS_SENT_AND_BEFORE_THAT_WAS_NOTED;
    send(job, "1", "2", "3");

    die(death, run);
    leases.expireAll("dead");
    faults.keepAll = false;
    faults.holdAll = false;

    LaneConsumer lane = open(leases.grant(LANE, "n2"));
    await()
        .atMost(Duration.ofSeconds(30))
        .until(
            () -> {
              List<Task> claimed = lane.claim(10);
              settle(lane, done(claimed, "after"), 0);
              delayed.promoteDue();
              pump();
              return claimed.isEmpty()
                  && waiting(queueUrl("work")) == 0
                  && db.jdbc().sql("select count(*) from delayed_task").query(Long.class).single()
                      == 0;
            });
    assertThat(claimAll("after", 3)).containsExactlyInAnyOrder("1", "2", "3");
    assertThat(counted()).isEqualTo(3);
  }

  private void die(Death death, int run) {
    Lease lease = leases.grant(LANE, "dead");
    LaneConsumer worker = transport.open(lease);
    switch (death) {
      case BEFORE_THE_CLAIM_IS_COMMITTED -> {
        commits.at(2, CommitFaults.Fault.REFUSED);
        assertThatThrownBy(() -> worker.claim(10)).isInstanceOf(StoreLostException.class);
      }
      case AFTER_THE_CLAIM -> take(worker, 3);
      case BEFORE_THE_SETTLEMENT_IS_COMMITTED -> {
        List<Task> batch = take(worker, 3);
        commits.at(1, CommitFaults.Fault.REFUSED);
        assertThatThrownBy(() -> worker.settle(some(batch, run), 0))
            .isInstanceOf(StoreLostException.class);
      }
      case AFTER_THE_SETTLEMENT_WAS_COMMITTED -> {
        List<Task> batch = take(worker, 3);
        commits.at(1, CommitFaults.Fault.UNANSWERED);
        assertThatThrownBy(() -> worker.settle(some(batch, run), 0))
            .isInstanceOf(StoreLostException.class);
      }
      case NEVER_BUT_THE_SETTLEMENT_WAS_NOT_ANSWERED -> {
        List<Task> batch = take(worker, 3);
        commits.at(1, CommitFaults.Fault.UNANSWERED);
        assertThatThrownBy(() -> worker.settle(some(batch, run), 0))
            .isInstanceOf(StoreLostException.class);
        List<Task> next = worker.settle(some(batch, run), 10);
        assertThat(next).hasSize(3 - run).allMatch(each -> each.attempt() == 1);
        settle(worker, done(next, "after"), 0);
      }
      case AFTER_THE_SETTLEMENT_AND_BEFORE_THE_MESSAGE_IS_DELETED_OR_GIVEN_BACK -> {
        List<Task> batch = take(worker, 3);
        faults.keepAll = true;
        faults.holdAll = true;
        worker.settle(some(batch, run), 0);
      }
      case AFTER_IT_WAS_SENT_AND_BEFORE_THAT_WAS_NOTED -> {
        worker.settle(some(take(worker, 3), run), 0);
      }
      case BEFORE_WHAT_A_DEAD_WORKER_HAD_IS_DELETED -> {
        List<Task> batch = take(worker, 3);
        if (run < 3) {
          worker.settle(some(batch, run), 10);
        }
        leases.expireAll("dead");
        LaneConsumer second = transport.open(leases.grant(LANE, "dead"));
        faults.keepAll = true;
        await()
            .atMost(Duration.ofSeconds(20))
            .until(
                () -> {
                  assertThat(second.claim(10)).isEmpty();
                  return db.jdbc()
                          .sql("select count(*) from delayed_task")
                          .query(Long.class)
                          .single()
                      > 0;
                });
      }
    }
    assertThat(commits.isArmed()).as("a fault that did not happen").isFalse();
  }

  private static List<Outcome> some(List<Task> batch, int run) {
    List<Outcome> outcomes = new ArrayList<>(done(batch.subList(0, run), "after"));
    batch.subList(run, batch.size()).forEach(each -> outcomes.add(new Outcome.Returned(each)));
    return outcomes;
  }

  private static List<Outcome> firstDone(List<Task> batch) {
    return some(batch, 1);
  }

  private static List<UUID> uids(List<Task> tasks) {
    return tasks.stream().map(Task::uid).toList();
  }
}
