package org.millrace.benchmarks.transports;

import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.millrace.engine.transport.Transport;
import org.millrace.engine.transport.TransportFactory;
import org.millrace.engine.transport.push.Broker;
import org.millrace.engine.transport.push.BrokerAddress;
import org.millrace.engine.transport.push.PushTransport;
import org.millrace.engine.transport.sqs.SqsAccess;
import org.millrace.engine.transport.sqs.SqsConnection;
import org.millrace.engine.transport.sqs.SqsSettings;
import org.millrace.engine.transport.sqs.SqsTransport;

/** How Millrace's tasks travel in one run. Closed after the engine. */
final class Way implements AutoCloseable {
  /** Makes one over a store that is the run's own, or empty. */
  interface Opening {
    Way open(Servers servers) throws Exception;
  }

  private final String transport;
  private final List<TransportFactory> factories = new ArrayList<>();
  private final List<AutoCloseable> opened = new ArrayList<>();

  private Way(String transport) {
    this.transport = transport;
  }

  static Way table(Servers servers) {
    return new Way("table");
  }

  static Way push(Servers servers) throws Exception {
    Way way = new Way(PushTransport.NAME);
    BrokerAddress address = new BrokerAddress(servers.artemis(), null, null);
    Broker broker = new Broker(() -> address, () -> true, Duration.ofSeconds(10));
    way.opened.add(broker);
    way.factories.add(parts -> way.closing(new PushTransport(parts, broker, Optional.empty())));
    return way;
  }

  static Way sqs(Servers servers) {
    Way way = new Way(SqsTransport.NAME);
    URI endpoint = servers.sqs();
    SqsConnection connection = new SqsConnection(SqsAccess.local(endpoint));
    way.opened.add(connection);
    SqsSettings settings = SqsSettings.DEFAULT.withPrefix(servers.name());
    way.factories.add(
        parts -> way.closing(new SqsTransport(parts, connection, settings, Clock.systemUTC())));
    return way;
  }

  String transport() {
    return transport;
  }

  List<TransportFactory> factories() {
    return factories;
  }

  private <T extends Transport & AutoCloseable> T closing(T made) {
    opened.add(made);
    return made;
  }

  @Override
  public void close() throws Exception {
    for (int i = opened.size() - 1; i >= 0; i--) {
      opened.get(i).close();
    }
  }
}
