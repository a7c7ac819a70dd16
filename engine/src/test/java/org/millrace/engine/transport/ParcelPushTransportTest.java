package org.millrace.engine.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.apache.activemq.artemis.api.core.client.ClientMessage;
import org.apache.activemq.artemis.api.core.client.ClientProducer;
import org.apache.activemq.artemis.api.core.client.ClientSession;
import org.junit.jupiter.api.Test;
import org.millrace.engine.TestBroker;
import org.millrace.engine.task.Emission;
import org.millrace.engine.task.Outcome;
import org.millrace.engine.task.Task;
import org.millrace.engine.transport.push.Broker;
import org.millrace.scheduling.Lane;

/** Push with several tasks in a message promises the same, and this. */
class ParcelPushTransportTest extends PushTransportContract {
  private static final Lane SHARED = new Lane(QUEUE, "shared");

  @Override
  Broker connect(TestBroker server) {
    return server.inVm();
  }

  @Override
  int together() {
    return 3;
  }

  @Test
  void whatASettlementSendsSharesMessages() {
    sendTogether("1", "2", "3", "4", "5");

    // The broker counts a moment after it has answered.
    await()
        .until(
            () -> server.server().locateQueue("millrace.shared." + QUEUE).getMessageCount() == 2);
    List<Task> claimed = open(SHARED).claim(10);
    assertThat(bodies(claimed)).containsExactly("1", "2", "3", "4", "5");
    assertThat(claimed).extracting(Task::attempt).containsOnly(1);
  }

  @Test
  void aClaimIsNeverMoreThanWasAskedForAndTheRestGoesBackUntried() {
    sendTogether("1", "2", "3");
    LaneConsumer lane = open(SHARED);

    List<Task> two = lane.claim(2);
    assertThat(bodies(two)).containsExactly("1", "2");
    List<Task> third = lane.settle(done(two, "after"), 2);

    assertThat(bodies(third)).containsExactly("3");
    assertThat(third.get(0).attempt()).isEqualTo(1);
    lane.settle(done(third, "after"), 0);
    assertThat(claimAll("after", 3)).containsExactlyInAnyOrder("1", "2", "3");
  }

  @Test
  void eachTaskOfAMessageThatComesAgainHasHadAnAttempt() {
    sendTogether("1", "2", "3");
    LaneConsumer died = open(SHARED);
    assertThat(died.claim(3)).hasSize(3);
    died.close();

    LaneConsumer next = open(SHARED);
    assertThat(next.claim(3)).isEmpty();
    promote(3);
    for (int i = 0; i < 3; i++) {
      List<Task> alone = take(next, 1);
      assertThat(alone.get(0).attempt()).isEqualTo(2);
      assertThat(alone.get(0).solo()).isTrue();
      next.settle(done(alone, "after"), 0);
    }
    assertThat(claimAll("after", 3)).containsExactlyInAnyOrder("1", "2", "3");
  }

  @Test
  void whatIsNotRunOfAMessageGoesBackWithoutItsAttempt() {
    sendTogether("1", "2", "3");
    LaneConsumer lane = open(SHARED);
    List<Task> batch = lane.claim(3);

    lane.settle(
        List.of(
            done(batch, "after").get(0),
            new Outcome.Returned(batch.get(1)),
            new Outcome.Returned(batch.get(2))),
        0);

    List<Task> rest = take(lane, 2);
    assertThat(bodies(rest)).containsExactly("2", "3");
    assertThat(rest).extracting(Task::attempt).containsOnly(1);
    assertThat(rest).extracting(Task::uid).containsExactly(batch.get(1).uid(), batch.get(2).uid());
  }

  @Test
  void aMessageThatSaysNonsenseOfHowManyItHoldsBlocksNothing() throws Exception {
    sendTogether("1", "2");
    try (ClientSession session = broker.session();
        ClientProducer producer = session.createProducer("millrace.shared." + QUEUE)) {
      for (Object said : new Object[] {"many", Integer.MAX_VALUE, Integer.MIN_VALUE}) {
        ClientMessage forged = session.createMessage(true);
        forged.putObjectProperty("tasks", said);
        forged.getBodyBuffer().writeBytes(new byte[] {1, 2, 3});
        producer.send(forged);
      }
      session.commit();
    }
    sendTogether("3");

    List<String> ran = new ArrayList<>();
    LaneConsumer lane = open(SHARED);
    while (ran.size() < 3) {
      List<Task> claimed = lane.claim(10);
      ran.addAll(bodies(claimed));
      settle(lane, done(claimed, null), 0);
    }
    assertThat(ran).containsExactlyInAnyOrder("1", "2", "3");
  }

  /** Through a settlement, whose outputs go to the broker directly. */
  private void sendTogether(String... bodies) {
    send(job, "first");
    LaneConsumer lane = consumer();
    List<Task> first = take(lane, 1);
    List<Emission> emissions = new ArrayList<>();
    IntStream.range(0, bodies.length)
        .forEach(i -> emissions.add(Emission.of(UUID.randomUUID(), "shared", bodies[i])));
    lane.settle(List.of(new Outcome.Done(first.get(0), emissions, List.of())), 0);
  }
}
