package org.millrace.engine.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import java.net.ServerSocket;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.millrace.engine.LocalSqs;
import org.millrace.engine.lease.Lease;
import org.millrace.engine.lease.StaleLeaseException;
import org.millrace.engine.machine.Machine;
import org.millrace.engine.task.Body;
import org.millrace.engine.task.Emission;
import org.millrace.engine.task.Outcome;
import org.millrace.engine.task.Task;
import org.millrace.engine.transport.sqs.SqsAccess;
import org.millrace.engine.transport.sqs.SqsSettings;
import org.millrace.engine.transport.sqs.SqsTransport;
import org.millrace.engine.transport.table.TableTransport;
import org.millrace.scheduling.Lane;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.ReceiveMessageRequest;

/** Standard queues: SQS delivers in any order, and what it likes twice. */
class StandardSqsTransportTest extends SqsTransportContract {
  private Instant now = Instant.parse("2026-11-21T13:00:00Z");

  /** No test here: standard queues promise no order. */
  @Override
  void aJobsTasksComeInTheOrderInWhichTheyWereSent() {}

  @Override
  SqsSettings settings() {
    return super.settings()
        .withVisibility(Duration.ofSeconds(2))
        .withOverdue(Duration.ofSeconds(1));
  }

  @Override
  Clock clock() {
    return ((InstantSource) () -> now).withZone(ZoneOffset.UTC);
  }

  @Test
  void aTaskThatIsInHandTwiceHasOneEffect() {
    faults.hideSuccess = true;
    send(job, "1");
    LaneConsumer one = consumer();
    LaneConsumer other = consumer();
    List<Task> first = take(one, 1);
    List<Task> copy = take(other, 1);
    assertThat(copy.get(0).uid()).as("sent twice").isEqualTo(first.get(0).uid());

    one.settle(done(first, "after"), 0);
    other.settle(done(copy, "after"), 0);

    assertThat(claimAll("after", 1)).containsExactly("1");
    assertThat(counted()).isEqualTo(1);
  }

  @Test
  void aCopyOfASettledTaskIsNotRun() {
    faults.hideSuccess = true;
    send(job, "1");
    LaneConsumer lane = consumer();
    lane.settle(done(take(lane, 1), null), 0);
    assertThat(lane.claim(10)).isEmpty();
    assertThat(waiting(queueUrl("work"))).as("the copy").isZero();
  }

  @Test
  void aTaskLongerThanTheVisibilityIsNotDeliveredMeanwhile() {
    send(job, "1");
    LaneConsumer slow = consumer();
    LaneConsumer other = consumer();
    List<Task> batch = take(slow, 1);

    await()
        .atMost(Duration.ofSeconds(20))
        .during(settings.visibility().plusSeconds(1))
        .until(() -> other.claim(10).isEmpty());
    slow.settle(done(batch, "after"), 0);

    assertThat(claimAll("after", 1)).containsExactly("1");
    assertThat(counted()).isEqualTo(1);
  }

  @Test
  void aTaskWhoseWorkerDiedIsTriedAgainAndTheCrashCounts() {
    send(job, "1");
    Lease lease = leases.grant(LANE, "dead");
    Task task = take(open(lease), 1).get(0);
    leases.expireAll(lease.node());

    LaneConsumer other = consumer();
    await()
        .atMost(Duration.ofSeconds(20))
        .until(
            () -> {
              assertThat(other.claim(10)).as("before its delay").isEmpty();
              return delayed.promoteDue() == 1;
            });
    Task again = take(other, 1).get(0);
    assertThat(again.uid()).isEqualTo(task.uid());
    assertThat(again.attempt()).isEqualTo(2);
    assertThat(again.solo()).isTrue();
    assertThat(again.failures())
        .extracting("attempt", "error")
        .containsExactly(tuple(1, "worker stopped"));
  }

  @Test
  void aSettledTaskThatCouldNotBeDeletedHasNoSecondEffect() {
    send(job, "1");
    LaneConsumer lane = consumer();
    List<Task> batch = take(lane, 1);
    faults.keepAll = true;
    lane.settle(done(batch, "after"), 0);
    lane.close();
    faults.keepAll = false;

    LaneConsumer other = consumer();
    await()
        .atMost(Duration.ofSeconds(20))
        .until(
            () -> {
              assertThat(other.claim(10)).isEmpty();
              return waiting(queueUrl("work")) == 0;
            });
    assertThat(claimAll("after", 1)).containsExactly("1");
    assertThat(counted()).isEqualTo(1);
  }

  @Test
  void whatSqsDidNotTakeOfABatchIsSentAgain() {
    faults.loseOne = true;
    String[] bodies = bodies(3 * together());
    send(job, bodies);
    assertThat(waiting(queueUrl("work"))).isEqualTo(3);
    assertThat(claimAll("work", bodies.length)).containsExactlyInAnyOrder(bodies);
  }

  @Test
  void aQueueThatHoldsEnoughGetsNoMoreUntilSomeAreTaken() {
    SqsSettings small = settings.withBacklog(20);
    String[] bodies = bodies(50 * together());
    List<Envelope> all =
        Arrays.stream(bodies)
            .map(each -> Envelope.of(job, QUEUE, Emission.of(UUID.randomUUID(), "work", each)))
            .toList();
    try (SqsTransport careful = new SqsTransport(parts, () -> sqs, small, clock())) {
      careful.send(all);
      careful.send(
          List.of(Envelope.of(job, QUEUE, Emission.of(UUID.randomUUID(), "other", "behind"))));
      await().until(() -> inOutbox() == 30);
      assertThat(waiting(queueUrl("work"))).isEqualTo(20);
      assertThat(waiting(queueUrl("other"))).as("others need not wait").isEqualTo(1);

      LaneConsumer lane = careful.open(leases.grant(LANE, "n1"));
      List<String> seen = new java.util.ArrayList<>();
      await()
          .until(
              () -> {
                List<Task> claimed = lane.claim(10);
                seen.addAll(bodies(claimed));
                settle(lane, done(claimed, null), 0);
                return seen.size() == bodies.length;
              });
      assertThat(seen).doesNotHaveDuplicates();
    }
  }

  @Test
  void aMessageThatIsNotOursGoesToTheDeadLetters() {
    send(job, "1");
    LaneConsumer lane = consumer();
    lane.settle(List.of(new Outcome.Returned(take(lane, 1).get(0))), 0);
    Message genuine = sqs.receiveMessage(q -> q.queueUrl(queueUrl("work"))).messages().get(0);
    send(new Emission(UUID.randomUUID(), "other", null, Body.of("2")));

    String other = queueUrl("other");
    sqs.sendMessage(q -> q.queueUrl(other).messageBody("{}"));
    sqs.sendMessage(q -> q.queueUrl(other).messageBody(genuine.body()));
    sqs.sendMessage(q -> q.queueUrl(queueUrl("work")).messageBody(altered(genuine.body())));

    assertThat(claimAll("other", 1)).containsExactly("2");
    assertThat(waiting(deadUrl("other"))).isEqualTo(2);
    assertThat(open(new Lane(QUEUE, "work")).claim(10)).isEmpty();
    assertThat(waiting(deadUrl("work"))).isEqualTo(1);
  }

  @Test
  void whatWasReceivedBeforeSqsRefusedMoreIsRunAtItsFirstAttempt() {
    String[] bodies = bodies(30);
    send(job, bodies);
    LaneConsumer lane = consumer();
    List<Task> first = take(lane, 10);
    lane.settle(done(first, null), 0);
    List<String> ran = new ArrayList<>(bodies(first));

    faults.receives.set(1);
    List<Task> second = lane.claim(20);
    assertThat(second).as("what came of the first call").isNotEmpty();
    assertThat(lane.settle(done(second, null), 20)).isEmpty();
    ran.addAll(bodies(second));
    faults.receives.set(-1);

    while (ran.size() < 30) {
      List<Task> claimed = lane.claim(20);
      assertThat(claimed).extracting(Task::attempt).containsOnly(1);
      lane.settle(done(claimed, null), 0);
      ran.addAll(bodies(claimed));
    }
    assertThat(ran).containsExactlyInAnyOrder(bodies);
    assertThat(counted()).isEqualTo(30);
  }

  @Test
  void whatArrivesAfterTheLeaseIsOverIsNotTakenForTried() {
    send(job, "1");
    Lease lease = leases.grant(LANE, "late");
    SqsClient slow =
        LocalSqs.client(
            new ExecutionInterceptor() {
              @Override
              public void afterExecution(
                  Context.AfterExecution context, ExecutionAttributes attributes) {
                if (context.request() instanceof ReceiveMessageRequest) {
                  leases.expireAll(lease.node());
                }
              }
            });
    try (slow;
        SqsTransport other = new SqsTransport(parts, () -> slow, settings, clock())) {
      LaneConsumer late = other.open(lease);
      assertThatThrownBy(() -> late.claim(1)).isInstanceOf(StaleLeaseException.class);
      late.close();
    }
    Task task = take(consumer(), 1).get(0);
    assertThat(task.attempt()).isEqualTo(1);
    assertThat(task.solo()).isFalse();
  }

  @Test
  void aForgedMessageThatCannotBePutAwayHoldsUpNoOther() {
    send(job, "1");
    sqs.sendMessage(q -> q.queueUrl(queueUrl("work")).messageBody("forged"));
    faults.noDeadLetters = true;
    LaneConsumer lane = consumer();
    List<Task> claimed = new ArrayList<>();
    await()
        .until(
            () -> {
              claimed.addAll(lane.claim(10));
              return !claimed.isEmpty();
            });
    assertThat(claimed).extracting(Task::attempt).containsExactly(1);
    lane.settle(done(claimed, null), 0);
    faults.noDeadLetters = false;
    await()
        .atMost(Duration.ofSeconds(20))
        .until(
            () -> {
              assertThat(lane.claim(10)).isEmpty();
              return waiting(deadUrl("work")) == 1;
            });
  }

  @Test
  void aMovedJobsTasksAreFoundThoughItsStageHasAnotherTransportSince() {
    String[] now = {SqsTransport.NAME};
    Transports changing = new Transports(stage -> now[0], new LaneTransports(db, parts.lanes()));
    changing.add(
        new TableTransport(
            db,
            parts.lanes(),
            parts.leases(),
            parts.rows(),
            parts.effects(),
            parts.log(),
            Machine.THIS,
            parts.together()));
    changing.add(transport);
    db.inTransaction(
        () -> changing.send(job, QUEUE, List.of(Emission.of(UUID.randomUUID(), "work", "1"))));
    pump();
    now[0] = TableTransport.NAME;

    String elsewhere = "root.partners.new";
    await()
        .atMost(Duration.ofSeconds(20))
        .until(
            () -> {
              boolean over = db.inTransaction(() -> changing.move(job, QUEUE, elsewhere));
              pump();
              return over;
            });
    LaneConsumer there = changing.open(leases.grant(new Lane(elsewhere, "work"), "n1"));
    assertThat(bodies(there.claim(10))).containsExactly("1");
    there.close();
  }

  @Test
  void aTaskThatSqsNeverTakesIsDeadAndHoldsUpNoOther() {
    send(job, "x".repeat(1024 * 1024), "2");
    assertThat(claimAll("work", 1)).containsExactly("2");
    assertThat(db.jdbc().sql("select errors from dead_letter").query(String.class).single())
        .contains("SQS takes messages of 1 MiB");
    assertThat(db.jdbc().sql("select count(*) from outbox").query(Integer.class).single()).isZero();
  }

  @Test
  void tasksWaitInTheOutboxWhileSqsIsOutOfReach() throws Exception {
    int nobody;
    try (ServerSocket socket = new ServerSocket(0)) {
      nobody = socket.getLocalPort();
    }
    try (SqsClient away = SqsAccess.local(URI.create("http://127.0.0.1:" + nobody)).connect();
        SqsTransport other = new SqsTransport(parts, () -> away, settings, clock())) {
      other.send(List.of(Envelope.of(job, QUEUE, Emission.of(UUID.randomUUID(), "work", "2"))));
      send(job, "1");
    }
    assertThat(claimAll("work", 2)).containsExactlyInAnyOrder("1", "2");
  }

  @Test
  void aQueueIsRemovedWhenItIsEmptyAndNoJobNeedsIt() {
    send(job, "1");
    String url = queueUrl("work");
    claimAll("work", 1);
    pass(Duration.ofMinutes(11));
    pass(Duration.ofMinutes(11));
    assertThat(queues()).as("its job lives").contains(url);

    ledger().cancel(job, "not wanted");
    pass(Duration.ofMinutes(1));
    assertThat(queues()).as("not yet").contains(url);
    pass(Duration.ofMinutes(11));
    assertThat(queues()).isEmpty();

    long next = newJob("later");
    send(next, "again");
    assertThat(claimAll("work", 1)).containsExactly("again");
  }

  @Test
  void queuesSayWhoseTheyAre() {
    send(job, "1");
    assertThat(sqs.listQueueTags(q -> q.queueUrl(queueUrl("work"))).tags())
        .isEqualTo(Map.of("millrace-stage", "work", "millrace-queue", QUEUE));
  }

  private static String[] bodies(int count) {
    return IntStream.range(0, count).mapToObj(Integer::toString).toArray(String[]::new);
  }

  /** With a bit of it turned, wherever that is. */
  private static String altered(String text) {
    byte[] bytes = Base64.getDecoder().decode(text);
    bytes[bytes.length / 2] ^= 1;
    return Base64.getEncoder().encodeToString(bytes);
  }

  private void pass(Duration time) {
    now = now.plus(time);
    transport.exchange();
  }

  private void send(Emission emission) {
    db.inTransaction(() -> transport.send(List.of(Envelope.of(job, QUEUE, emission))));
    pump();
  }
}
