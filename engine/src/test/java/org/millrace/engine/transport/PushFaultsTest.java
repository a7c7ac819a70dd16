package org.millrace.engine.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.apache.activemq.artemis.api.core.ActiveMQInternalErrorException;
import org.apache.activemq.artemis.api.core.Message;
import org.apache.activemq.artemis.api.core.QueueConfiguration;
import org.apache.activemq.artemis.api.core.RoutingType;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.api.core.client.ActiveMQClient;
import org.apache.activemq.artemis.api.core.client.ClientConsumer;
import org.apache.activemq.artemis.api.core.client.ClientMessage;
import org.apache.activemq.artemis.api.core.client.ClientSession;
import org.apache.activemq.artemis.spi.core.protocol.RemotingConnection;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.millrace.engine.TestBroker;
import org.millrace.engine.lease.Lanes;
import org.millrace.engine.lease.StaleLeaseException;
import org.millrace.engine.task.Emission;
import org.millrace.engine.task.Task;
import org.millrace.engine.transport.push.Broker;
import org.millrace.engine.transport.push.PushTransport;
import org.millrace.scheduling.Lane;

/** What transport push holds when its parts fail. */
class PushFaultsTest extends PushTransportContract {
  private static final String MAIN = "millrace.work.root.partners.acme";

  @TempDir private Path hands;
  private TransportFactory.Parts parts;
  private Instant now = Instant.parse("2026-11-21T13:00:00Z");

  private final Clock clock = ((InstantSource) () -> now).withZone(ZoneOffset.UTC);

  @Override
  Broker connect(TestBroker server) {
    return server.overTcp();
  }

  @Override
  Transport transport(TransportFactory.Parts parts) {
    this.parts = parts;
    return new PushTransport(parts, broker, Optional.of(hands), clock);
  }

  @Test
  void aTaskThatALostWorkerHadInHandIsTriedAloneAndTheAttemptCounts() {
    send(job, "1", "2");
    take(consumer(), 2);
    cutConnections();

    LaneConsumer other = consumer();
    await().until(() -> other.claim(10).isEmpty() && delayedTasks() == 2);
    promote(2);

    for (int i = 0; i < 2; i++) {
      List<Task> alone = claimSome(other);
      assertThat(alone).hasSize(1);
      assertThat(alone.get(0).attempt()).isEqualTo(2);
      assertThat(alone.get(0).failures()).hasSize(1);
      other.settle(done(alone, "after"), 0);
    }
    assertThat(claimAll("after", 2)).containsExactlyInAnyOrder("1", "2");
  }

  @Test
  void aTaskThatKillsItsWorkerEndsDeadAndItsNeighboursDoNot() {
    send(job, "poison", "1", "2", "3");
    List<String> run = new ArrayList<>();
    await()
        .atMost(Duration.ofSeconds(30))
        .pollInterval(Duration.ofMillis(5))
        .until(
            () -> {
              pump();
              delayed.promoteDue();
              pump();
              LaneConsumer lane = consumer();
              List<Task> batch = lane.claim(10);
              run.addAll(bodies(batch));
              if (bodies(batch).contains("poison")) {
                cutConnections();
              } else if (!batch.isEmpty()) {
                lane.settle(done(batch, "after"), 0);
              }
              lane.close();
              return count("dead_letter") == 1 && run.size() >= 4 && delayedTasks() == 0;
            });
    assertThat(claimAll("after", 3)).containsExactlyInAnyOrder("1", "2", "3");
    assertThat(run.stream().filter("poison"::equals)).as("attempts").hasSize(3);
    assertThat(deadLetters()).as("the broker's own tools show it").hasSize(1);
  }

  @Test
  void aTaskThatKillsTheProcessWithItsBrokerIsKnownAfterTheRestart() throws Exception {
    send(job, "poison", "1", "waiting");
    LaneConsumer lane = consumer();
    take(lane, 2);
    // As if the process were killed: nobody gives anything back, and the broker counts nothing.
    PushTransport killed = (PushTransport) transport;
    server.killAndStartAgain();
    transport = new PushTransport(parts, broker, Optional.of(hands));
    transports.add(transport);

    LaneConsumer after = consumer();
    List<Task> fresh = claimSome(after);
    assertThat(bodies(fresh)).containsExactly("waiting");
    after.settle(done(fresh, null), 0);
    await().until(() -> delayedTasks() == 2);
    lane.close();
    killed.close();
  }

  @Test
  void queuesThatNobodyNeedsAreRemovedAndWhatACancelledJobLeftIsDropped() {
    new LaneTransports(db, new Lanes(db)).note(LANE, PushTransport.NAME);
    send(job, "1", "2");
    pass(Duration.ofMinutes(11));
    pass(Duration.ofMinutes(11));
    assertThat(server.server().locateQueue(MAIN)).as("its job lives").isNotNull();

    ledger().cancel(job, "not wanted");
    // Which jobs live is known for a second.
    await()
        .untilAsserted(
            () -> {
              pass(Duration.ofMinutes(1));
              assertThat(server.server().locateQueue(MAIN).getMessageCount()).isZero();
            });
    assertThat(delayedTasks()).as("no attempt was counted").isZero();
    pass(Duration.ofMinutes(11));
    pass(Duration.ofMinutes(11));
    assertThat(server.server().locateQueue(MAIN)).as("needed a moment ago").isNotNull();

    db.jdbc().sql("update job set finished_at = finished_at - interval '1' hour").update();
    pass(Duration.ofMinutes(11));
    pass(Duration.ofMinutes(11));
    assertThat(server.server().locateQueue(MAIN)).isNull();
    assertThat(server.server().locateQueue(MAIN + "!solo")).isNull();

    long next = newJob("later");
    send(next, "again");
    assertThat(claimAll("work", 1)).containsExactly("again");
  }

  private void pass(Duration time) {
    now = now.plus(time);
    transport.exchange();
  }

  @Test
  void aForgedOrAlteredMessageIsNeverRunAndGoesToTheDeadLetters() throws Exception {
    send(job, "genuine");
    byte[] genuine = bodies(MAIN).get(0);
    byte[] altered = genuine.clone();
    altered[20]++;
    put(MAIN, altered);
    put(MAIN, "forged".getBytes());
    put(MAIN, new byte[0]);
    put("millrace.other.root.partners.acme", genuine);

    LaneConsumer lane = consumer();
    List<Task> claimed = new ArrayList<>();
    await()
        .until(
            () -> {
              List<Task> some = lane.claim(10);
              claimed.addAll(some);
              settle(lane, done(some, null), 0);
              return deadLetters().size() == 3;
            });
    assertThat(bodies(claimed)).containsExactly("genuine");
    assertThat(open(new Lane(QUEUE, "other")).claim(10)).isEmpty();
    assertThat(deadLetters())
        .allSatisfy(each -> assertThat(each.getStringProperty("error")).contains("not sent by"));
  }

  @Test
  void aTaskPublishedTwiceIsRunOnceThoughTheBrokerRemembersNothing() {
    db.inTransaction(
        () ->
            transport.send(
                List.of(
                    new Envelope(
                        LANE, Task.sent(job, Emission.of(UUID.randomUUID(), "work", "once"))))));
    db.jdbc().sql("create table kept as select * from outbox").update();
    pump();
    LaneConsumer lane = consumer();
    List<Task> first = take(lane, 1);
    lane.settle(done(first, null), 0);
    // As after a crash between the broker's commit and the note of it.
    db.jdbc().sql("insert into outbox select * from kept").update();
    pump();
    assertThat(lane.claim(10)).isEmpty();
    pump();
    assertThat(counted()).isEqualTo(1);
  }

  @Test
  void aSettlementDeliveredAgainAfterItWasCountedIsCountedOnce() throws Exception {
    send(job, "1", "2");
    LaneConsumer lane = consumer();
    lane.settle(done(take(lane, 2), null), 0);
    // Nobody has it in hand now.
    cutConnections();
    await().until(() -> bodies("millrace.settled").size() == 1);
    byte[] settlement = bodies("millrace.settled").get(0);
    pump();
    put("millrace.settled", settlement);
    pump();
    put("millrace.settled", "forged".getBytes());
    pump();
    assertThat(counted()).isEqualTo(2);
  }

  @Test
  void aReaderThatWasStoppedAndResumedCountsNothingMore() {
    send(job, "1", "2");
    LaneConsumer lane = consumer();
    lane.settle(done(take(lane, 2), null), 0);
    PushTransport other = new PushTransport(parts, broker, Optional.empty());
    pump();
    other.exchange();
    send(job, "3");
    lane.settle(done(take(lane, 1), null), 0);
    assertThatThrownBy(this::pump).isInstanceOf(IllegalStateException.class);
    other.close();
    pump();
    assertThat(counted()).isEqualTo(3);
  }

  @Test
  void oneSlowContainerHoldsBackNoneOfWhatAFastOneCouldDo() {
    int tasks = 300;
    send(job, IntStream.range(0, tasks).mapToObj(Integer::toString).toArray(String[]::new));
    LaneConsumer slow = consumer();
    int held = 20;
    List<Task> batch = slow.claim(held);
    assertThat(batch).hasSize(held);

    anotherDoes(tasks - held);
    assertThat(slow.settle(done(batch, null), 1)).isEmpty();
  }

  @Test
  void oneWhoseTasksWereQuickFetchesThemAheadOneByOneUntilOneIsSlow() {
    int tasks = 300;
    send(job, IntStream.range(0, tasks).mapToObj(Integer::toString).toArray(String[]::new));
    LaneConsumer slow = consumer();
    int quick = 5;
    List<Task> batch = slow.claim(1);
    for (int i = 0; i < quick; i++) {
      batch = slow.settle(done(batch, null), 1);
      assertThat(batch).hasSize(1);
    }
    await().until(() -> server.server().locateQueue(MAIN).getDeliveringCount() > 1);

    anotherDoes(tasks - quick - 1);
    assertThat(slow.settle(done(batch, null), 1)).isEmpty();
  }

  private void anotherDoes(int tasks) {
    LaneConsumer fast = consumer();
    List<String> done = new ArrayList<>();
    await()
        .pollInterval(Duration.ofMillis(5))
        .until(
            () -> {
              List<Task> claimed = fast.claim(50);
              done.addAll(bodies(claimed));
              settle(fast, done(claimed, null), 0);
              return done.size() == tasks;
            });
  }

  @Test
  void connectionsThatDieDuringCommitsLoseNothingAndDoubleNothing() throws Exception {
    int tasks = 1500;
    send(job, IntStream.range(0, tasks).mapToObj(Integer::toString).toArray(String[]::new));
    AtomicBoolean over = new AtomicBoolean();
    ExecutorService threads = Executors.newFixedThreadPool(3);
    List<Future<?>> drains = new ArrayList<>();
    int cuts = 0;
    try {
      for (int i = 0; i < 3; i++) {
        drains.add(threads.submit(() -> drainUntil(over)));
      }
      while (ended() < tasks) {
        if (cuts < 40) {
          cutConnections();
          cuts++;
        }
        pump();
        delayed.promoteDue();
        pump();
      }
      over.set(true);
      for (Future<?> each : drains) {
        each.get();
      }
    } finally {
      over.set(true);
      threads.shutdownNow();
    }
    pump();
    int dead = count("dead_letter");
    assertThat(counted()).isEqualTo(tasks - dead);
    assertThat(claimAll("after", tasks - dead)).hasSize(tasks - dead).doesNotHaveDuplicates();
    assertThat(cuts).isPositive();
  }

  @Test
  void nothingIsLostOverABrokersRestartHoweverManyPagesThereAre() throws Exception {
    for (int pageBytes : new int[] {1 << 20, 16 << 10}) {
      server.pagingFrom(32 << 10, pageBytes);
      int tasks = 400;
      send(
          job,
          IntStream.range(0, tasks)
              .mapToObj(i -> i + "-" + "x".repeat(500))
              .toArray(String[]::new));
      assertThat(server.server().getPagingManager().getPageStore(SimpleString.of(MAIN)).isPaging())
          .isTrue();
      LaneConsumer before = consumer();
      List<Task> some = before.claim(50);
      before.settle(done(some, "after"), 0);
      List<Task> lost = consumer().claim(10);
      server.stop();
      server.startAgain();

      Set<String> all = ConcurrentHashMap.newKeySet();
      await()
          .atMost(Duration.ofSeconds(30))
          .until(
              () -> {
                pump();
                delayed.promoteDue();
                pump();
                try (LaneConsumer lane = consumer()) {
                  List<Task> claimed = lane.claim(100);
                  all.addAll(bodies(claimed));
                  settle(lane, done(claimed, "after"), 0);
                }
                return all.size() == tasks - some.size();
              });
      assertThat(all).containsAll(bodies(lost));
      assertThat(claimAll("after", tasks)).hasSize(tasks).doesNotHaveDuplicates();
    }
  }

  private void drainUntil(AtomicBoolean over) {
    while (!over.get()) {
      try (LaneConsumer lane = transport.open(leases.grant(LANE, "n"))) {
        List<Task> claimed = lane.claim(20);
        while (!claimed.isEmpty() && !over.get()) {
          claimed = lane.settle(done(claimed, "after"), 20);
        }
      } catch (StoreLostException | StaleLeaseException cut) {
        continue;
      }
    }
  }

  private List<Task> claimSome(LaneConsumer lane) {
    List<Task> claimed = new ArrayList<>();
    await()
        .until(
            () -> {
              pump();
              claimed.addAll(lane.claim(10));
              return !claimed.isEmpty();
            });
    return claimed;
  }

  private long ended() {
    return counted() + count("dead_letter");
  }

  private int delayedTasks() {
    pump();
    return count("delayed_task");
  }

  private int count(String table) {
    return db.jdbc().sql("select count(*) from " + table).query(Integer.class).single();
  }

  private void cutConnections() {
    for (RemotingConnection each : server.server().getRemotingService().getConnections()) {
      // Without the first the broker would keep the sessions for a while, in case they come back.
      each.fail(new ActiveMQInternalErrorException("cut by the test"));
      each.getTransportConnection().close();
    }
  }

  private List<ClientMessage> deadLetters() {
    return browse("DLQ." + MAIN);
  }

  private List<byte[]> bodies(String queue) {
    return browse(queue).stream()
        .map(
            each -> {
              byte[] bytes = new byte[each.getBodySize()];
              each.getBodyBuffer().readBytes(bytes);
              return bytes;
            })
        .toList();
  }

  private List<ClientMessage> browse(String queue) {
    List<ClientMessage> found = new ArrayList<>();
    plain(
        session -> {
          ClientConsumer browser = session.createConsumer(queue, true);
          session.start();
          for (ClientMessage m = browser.receiveImmediate();
              m != null;
              m = browser.receiveImmediate()) {
            found.add(m);
          }
        });
    return found;
  }

  private void put(String queue, byte[] body) {
    plain(
        session -> {
          if (!session.queueQuery(SimpleString.of(queue)).isExists()) {
            session.createQueue(
                QueueConfiguration.of(queue).setAddress(queue).setRoutingType(RoutingType.ANYCAST));
          }
          ClientMessage message = session.createMessage(Message.BYTES_TYPE, true);
          message.getBodyBuffer().writeBytes(body);
          session.createProducer(queue).send(message);
        });
  }

  private interface Use {
    void of(ClientSession session) throws Exception;
  }

  private void plain(Use use) {
    try (var locator = ActiveMQClient.createServerLocator(server.inVmUrl());
        var factory = locator.createSessionFactory();
        var session = factory.createSession(true, true)) {
      use.of(session);
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }
}
