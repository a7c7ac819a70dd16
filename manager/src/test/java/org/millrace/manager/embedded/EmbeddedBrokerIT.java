package org.millrace.manager.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetSocketAddress;
import java.nio.file.Path;
import org.apache.activemq.artemis.api.core.ActiveMQSecurityException;
import org.apache.activemq.artemis.api.core.Message;
import org.apache.activemq.artemis.api.core.QueueConfiguration;
import org.apache.activemq.artemis.api.core.RoutingType;
import org.apache.activemq.artemis.api.core.client.ActiveMQClient;
import org.apache.activemq.artemis.api.core.client.ClientMessage;
import org.apache.activemq.artemis.api.core.client.ClientSession;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedBrokerIT {
  private static final String ADMIN = "correct horse";

  @TempDir private Path folder;
  private EmbeddedBroker broker;

  @AfterEach
  void close() throws Exception {
    if (broker != null) {
      broker.close();
    }
  }

  @Test
  void itStartsWithTheFirstConnectionToItsPort() throws Exception {
    broker = new EmbeddedBroker(folder, ADMIN);
    try (OnDemandPort port = OnDemandPort.open("broker", 0, broker::start)) {
      assertThat(broker.runs()).isFalse();
      use("tcp://127.0.0.1:" + port.port(), "admin", ADMIN, session -> {});
      assertThat(broker.runs()).isTrue();
    }
  }

  @Test
  void anybodyMaySendWorkInAndNothingElse() throws Exception {
    String url = start();
    use(url, "admin", ADMIN, session -> make(session, "millrace.in.acme"));
    use(url, "admin", ADMIN, session -> make(session, "millrace.work.root.acme"));

    use(url, null, null, session -> send(session, "millrace.in.acme"));
    assertThatThrownBy(
            () -> use(url, null, null, session -> send(session, "millrace.work.root.acme")))
        .hasRootCauseInstanceOf(ActiveMQSecurityException.class);
    assertThatThrownBy(
            () -> use(url, null, null, session -> session.createConsumer("millrace.in.acme")))
        .hasRootCauseInstanceOf(ActiveMQSecurityException.class);
  }

  @Test
  void aWrongPasswordAndAnUnknownUserAreRefused() throws Exception {
    String url = start();
    assertThatThrownBy(() -> use(url, "admin", "guess", session -> {}))
        .hasRootCauseInstanceOf(ActiveMQSecurityException.class);
    assertThatThrownBy(() -> use(url, "millrace", "guess", session -> {}))
        .hasRootCauseInstanceOf(ActiveMQSecurityException.class);
    assertThatThrownBy(() -> use(url, "mallory", "", session -> {}))
        .hasRootCauseInstanceOf(ActiveMQSecurityException.class);
  }

  @Test
  void messagesOutliveARestartAndAnEmptyBrokerNeedNotStart() throws Exception {
    String url = start();
    use(
        url,
        "admin",
        ADMIN,
        session -> {
          make(session, "millrace.in.acme");
          send(session, "millrace.in.acme");
        });
    broker.close();

    broker = new EmbeddedBroker(folder, ADMIN);
    assertThat(broker.holdsMessages()).isTrue();
    use(
        url(broker.start()),
        "admin",
        ADMIN,
        session -> {
          session.start();
          session.createConsumer("millrace.in.acme").receive(5000).acknowledge();
        });
    broker.close();

    broker = new EmbeddedBroker(folder, ADMIN);
    assertThat(broker.holdsMessages()).isFalse();
  }

  private String start() {
    broker = new EmbeddedBroker(folder, ADMIN);
    return url(broker.start());
  }

  private static String url(InetSocketAddress at) {
    return "tcp://127.0.0.1:" + at.getPort();
  }

  private static void make(ClientSession session, String name) throws Exception {
    session.createQueue(
        QueueConfiguration.of(name).setAddress(name).setRoutingType(RoutingType.ANYCAST));
  }

  private static void send(ClientSession session, String address) throws Exception {
    ClientMessage message = session.createMessage(Message.TEXT_TYPE, true);
    session.createProducer(address).send(message);
  }

  private interface Use {
    void of(ClientSession session) throws Exception;
  }

  private static void use(String url, String user, String password, Use use) {
    try (var locator = ActiveMQClient.createServerLocator(url).setBlockOnAcknowledge(true);
        var factory = locator.createSessionFactory();
        var session = factory.createSession(user, password, false, true, true, false, 0)) {
      use.of(session);
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }
}
