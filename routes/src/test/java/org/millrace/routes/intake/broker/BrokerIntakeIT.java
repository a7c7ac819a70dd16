package org.millrace.routes.intake.broker;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import jakarta.jms.Connection;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.MessageProducer;
import jakarta.jms.ObjectMessage;
import jakarta.jms.Session;
import jakarta.jms.TextMessage;
import java.io.ByteArrayOutputStream;
import java.io.Serializable;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.activemq.artemis.api.core.RoutingType;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.api.core.client.ActiveMQClient;
import org.apache.activemq.artemis.api.core.client.ClientMessage;
import org.apache.activemq.artemis.api.core.client.ClientSession;
import org.apache.activemq.artemis.api.core.client.ServerLocator;
import org.apache.activemq.artemis.core.config.impl.ConfigurationImpl;
import org.apache.activemq.artemis.core.remoting.impl.netty.NettyAcceptor;
import org.apache.activemq.artemis.core.server.ActiveMQServer;
import org.apache.activemq.artemis.core.server.ActiveMQServers;
import org.apache.activemq.artemis.core.server.JournalType;
import org.apache.activemq.artemis.core.settings.impl.AddressSettings;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;
import org.apache.activemq.artemis.utils.UUIDGenerator;
import org.apache.qpid.jms.JmsConnectionFactory;
import org.eclipse.paho.client.mqttv3.MqttClient;
import org.eclipse.paho.client.mqttv3.persist.MemoryPersistence;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.millrace.engine.control.RefusalException;
import org.millrace.engine.intake.MessageIntake;
import org.millrace.engine.ledger.JobRequest.Disposal;
import org.millrace.routes.intake.IntakeEngine;
import org.millrace.routes.intake.Source;
import org.millrace.routes.intake.Sources;

/** Clients of every kind over TCP, into a real broker and a real ledger. */
class BrokerIntakeIT {
  private static final String ADDRESS = "millrace.in.orders";

  @TempDir Path dir;

  private ActiveMQServer broker;
  private int port;
  private ServerLocator locator;
  private IntakeEngine engine;
  private BrokerIntake intake;

  @BeforeEach
  void start() throws Exception {
    engine = new IntakeEngine(dir);
    Path journal = dir.resolve("journal");
    AddressSettings kept =
        new AddressSettings()
            .setMaxDeliveryAttempts(-1)
            .setRedeliveryDelay(0)
            .setAutoDeleteQueues(false)
            .setAutoDeleteAddresses(false)
            .setDefaultAddressRoutingType(RoutingType.ANYCAST)
            .setDefaultQueueRoutingType(RoutingType.ANYCAST);
    broker =
        ActiveMQServers.newActiveMQServer(
            new ConfigurationImpl()
                .setSecurityEnabled(false)
                .setJMXManagementEnabled(false)
                .setJournalType(JournalType.NIO)
                .setJournalFileSize(2 << 20)
                .setMaxDiskUsage(-1)
                .setJournalDirectory(journal.resolve("journal").toString())
                .setBindingsDirectory(journal.resolve("bindings").toString())
                .setPagingDirectory(journal.resolve("paging").toString())
                .setLargeMessagesDirectory(journal.resolve("large").toString())
                .addAcceptorConfiguration("tcp", "tcp://127.0.0.1:0?protocols=CORE,AMQP,MQTT,STOMP")
                .addAddressSetting("#", kept),
            null,
            null,
            true);
    broker.start();
    broker.waitForActivation(20, TimeUnit.SECONDS);
    port = ((NettyAcceptor) broker.getRemotingService().getAcceptor("tcp")).getActualPort();
    locator = ActiveMQClient.createServerLocator("tcp://127.0.0.1:" + port);
  }

  @AfterEach
  void stop() throws Exception {
    if (intake != null) {
      intake.close();
    }
    locator.close();
    broker.stop();
    engine.close();
  }

  private void read(MessageIntake messages) throws Exception {
    Sources sources =
        new Sources(
            List.of(
                Source.named("orders").withRun("orders", "root.partners.orders", Disposal.KEEP)),
            Set.of());
    intake =
        new BrokerIntake(new BrokerAddresses(this::session, () -> true), () -> sources, messages);
    engine.add(intake);
    await().until(() -> broker.locateQueue("DLQ." + ADDRESS) != null);
  }

  private ClientSession session() throws Exception {
    ClientSession session = locator.createSessionFactory().createSession(false, false, false);
    session.start();
    return session;
  }

  private void awaitTaken(int tasks) {
    await()
        .atMost(Duration.ofSeconds(20))
        .until(
            () ->
                engine.bodies().size() >= tasks
                    && waiting(ADDRESS) == 0
                    && waiting(ADDRESS + "!topic") == 0);
    assertThat(engine.bodies()).hasSize(tasks);
  }

  private long waiting(String queue) {
    return broker.locateQueue(queue).getMessageCount();
  }

  private interface Sending {
    void run(Session session, MessageProducer producer) throws Exception;
  }

  private static void send(ConnectionFactory factory, Sending sending) throws Exception {
    try (Connection connection = factory.createConnection();
        Session session = connection.createSession(false, Session.AUTO_ACKNOWLEDGE)) {
      sending.run(session, session.createProducer(session.createQueue(ADDRESS)));
    }
  }

  private ConnectionFactory core() {
    return new ActiveMQConnectionFactory("tcp://127.0.0.1:" + port);
  }

  private ConnectionFactory amqp() {
    return new JmsConnectionFactory("amqp://127.0.0.1:" + port);
  }

  @Test
  void textOfEveryKindOfClientIsATask() throws Exception {
    read(engine.messages());

    send(
        core(),
        (session, producer) -> {
          TextMessage message = session.createTextMessage("from core");
          message.setStringProperty("colour", "red");
          message.setStringProperty("CAMELFileName", "/etc/passwd");
          producer.send(message);
        });
    send(amqp(), (session, producer) -> producer.send(session.createTextMessage("from AMQP")));
    try (MqttClient mqtt =
        new MqttClient("tcp://127.0.0.1:" + port, "test", new MemoryPersistence())) {
      mqtt.connect();
      mqtt.publish("millrace/in/orders", "from MQTT".getBytes(UTF_8), 1, false);
      mqtt.disconnect();
    }
    stomp("from STOMP");
    awaitTaken(4);

    assertThat(engine.bodies())
        .containsExactlyInAnyOrder("from core", "from AMQP", "from MQTT", "from STOMP");
    assertThat(engine.headers())
        .anySatisfy(each -> assertThat(each).containsEntry("colour", "red"))
        .allSatisfy(
            each ->
                assertThat(each.keySet())
                    // The last two are of STOMP's frame.
                    .allMatch(
                        name -> name.matches("colour|MillraceMessageNumber|destination|receipt")));
    assertThat(engine.jobs()).hasSize(1);
  }

  private void stomp(String text) throws Exception {
    try (Socket socket = new Socket("127.0.0.1", port)) {
      String frames =
          "CONNECT\naccept-version:1.2\nhost:x\n\n\0"
              + "SEND\ndestination:"
              + ADDRESS
              + "\nreceipt:1\n\n"
              + text
              + "\0";
      socket.getOutputStream().write(frames.getBytes(UTF_8));
      StringBuilder answer = new StringBuilder();
      while (!answer.toString().contains("receipt-id:1")) {
        int read = socket.getInputStream().read();
        assertThat(read).as(answer.toString()).isNotNegative();
        answer.append((char) read);
      }
    }
  }

  @Test
  void aCrashBetweenTheTwoCommitsHasOneEffectWhereverTheSenderGaveAnId() throws Exception {
    AtomicInteger calls = new AtomicInteger();
    MessageIntake dying =
        (source, deliveries) -> {
          var accepted = engine.messages().accept(source, deliveries);
          if (calls.incrementAndGet() == 1) {
            throw new IllegalStateException("the process has died");
          }
          return accepted;
        };
    read(dying);
    send(core(), (session, producer) -> producer.send(session.createTextMessage("core")));
    await().until(() -> calls.get() >= 1);
    send(amqp(), (session, producer) -> producer.send(session.createTextMessage("amqp")));

    awaitTaken(2);

    assertThat(calls.get()).isGreaterThan(1);
    assertThat(engine.bodies()).containsExactlyInAnyOrder("core", "amqp");
  }

  @Test
  void aMessageSentTwiceUnderOneIdIsOneTask() throws Exception {
    read(engine.messages());
    try (ClientSession session = session()) {
      for (int i = 0; i < 2; i++) {
        ClientMessage message = session.createMessage(true);
        message.getBodyBuffer().writeBytes("same".getBytes(UTF_8));
        message.setUserID(UUIDGenerator.getInstance().fromJavaUUID(new UUID(1, 2)));
        session.createProducer(ADDRESS).send(message);
        session.commit();
      }
    }
    awaitTaken(1);
    assertThat(engine.bodies()).containsExactly("same");
  }

  @Test
  void aSerialisedObjectIsPutAwayWithTheReasonAndNeverRead() throws Exception {
    read(engine.messages());
    send(
        core(),
        (session, producer) -> {
          ObjectMessage object = session.createObjectMessage(new HashMap<>());
          producer.send(object);
        });
    send(
        amqp(),
        (session, producer) ->
            producer.send(session.createObjectMessage((Serializable) List.of("x"))));
    send(core(), (session, producer) -> producer.send(session.createTextMessage("good")));

    awaitTaken(1);

    assertThat(engine.bodies()).containsExactly("good");
    await().until(() -> waiting("DLQ." + ADDRESS) == 2);
    try (ClientSession session = session()) {
      ClientMessage dead = session.createConsumer("DLQ." + ADDRESS).receive(5000);
      assertThat(dead.getStringProperty(SimpleString.of("MillraceReason")))
          .startsWith("source orders: body must be text or bytes, was a serialised Java object");
    }
  }

  @Test
  void manyMessagesAreTakenOnceEach() throws Exception {
    read(engine.messages());
    send(
        core(),
        (session, producer) -> {
          for (int i = 0; i < 1200; i++) {
            producer.send(session.createTextMessage("m" + i));
          }
        });
    awaitTaken(1200);
    assertThat(engine.bodies()).doesNotHaveDuplicates();
  }

  @Test
  void aMessageThatCannotBeStoredIsPutAwayAndHoldsUpNoOther() throws Exception {
    send(
        core(),
        (session, producer) -> {
          producer.send(session.createTextMessage("before"));
          TextMessage bad = session.createTextMessage("bad");
          bad.setStringProperty("longest", "x".repeat(200_000));
          producer.send(bad);
          producer.send(session.createTextMessage("after"));
        });
    read(engine.messages());

    awaitTaken(2);

    assertThat(engine.bodies()).containsExactly("before", "after");
    try (ClientSession session = session()) {
      ClientMessage dead = session.createConsumer("DLQ." + ADDRESS).receive(5000);
      assertThat(dead.getStringProperty(SimpleString.of("MillraceReason")))
          .startsWith("source orders: it cannot be stored: Value too long");
      assertThat(dead.getBodyBuffer().readNullableSimpleString().toString()).isEqualTo("bad");
    }
  }

  @Test
  void aMessageThatFailsForAReasonNobodyKnowsIsPutAwayWhereOthersAreTaken() throws Exception {
    MessageIntake odd =
        (source, deliveries) -> {
          if (deliveries.stream().anyMatch(each -> each.messages().get(0).body().equals("bad"))) {
            throw new NullPointerException("a bug");
          }
          return engine.messages().accept(source, deliveries);
        };
    send(
        core(),
        (session, producer) -> {
          producer.send(session.createTextMessage("bad"));
          producer.send(session.createTextMessage("good"));
        });
    read(odd);

    awaitTaken(1);

    assertThat(engine.bodies()).containsExactly("good");
    await().until(() -> waiting("DLQ." + ADDRESS) == 1);
  }

  @Test
  void nothingIsPutAwayWhileTheSystemHasNoRoom() throws Exception {
    AtomicInteger calls = new AtomicInteger();
    MessageIntake full =
        (source, deliveries) -> {
          if (calls.incrementAndGet() == 1) {
            throw new RefusalException(
                RefusalException.Cause.NO_ROOM, "disk", "must have room", "full", "make room");
          }
          return engine.messages().accept(source, deliveries);
        };
    send(
        core(),
        (session, producer) -> {
          producer.send(session.createTextMessage("one"));
          producer.send(session.createTextMessage("two"));
        });
    read(full);

    awaitTaken(2);

    assertThat(calls.get()).as("not one by one").isEqualTo(2);
    assertThat(waiting("DLQ." + ADDRESS)).isZero();
  }

  @Test
  void aMessageThatIsTooLargeIsPutAwayWhole() throws Exception {
    byte[] large = new byte[17 << 20];
    large[large.length - 1] = 7;
    try (ClientSession session = session()) {
      ClientMessage message = session.createMessage(true);
      message.getBodyBuffer().writeBytes(large);
      message.putStringProperty("colour", "red");
      session.createQueue(
          org.apache.activemq.artemis.api.core.QueueConfiguration.of(ADDRESS)
              .setRoutingType(RoutingType.ANYCAST));
      session.createProducer(ADDRESS).send(message);
      session.commit();
    }
    send(core(), (session, producer) -> producer.send(session.createTextMessage("small")));
    read(engine.messages());

    awaitTaken(1);

    assertThat(engine.bodies()).containsExactly("small");
    try (ClientSession session = session()) {
      ClientMessage dead = session.createConsumer("DLQ." + ADDRESS).receive(5000);
      assertThat(dead.getStringProperty("colour")).isEqualTo("red");
      assertThat(dead.getStringProperty(SimpleString.of("MillraceReason")))
          .startsWith("source orders: body must be at most 16777216 bytes long");
      ByteArrayOutputStream kept = new ByteArrayOutputStream();
      dead.saveToOutputStream(kept);
      assertThat(kept.toByteArray()).isEqualTo(large);
    }
  }
}
