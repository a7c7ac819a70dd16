package org.millrace.engine.transport;

import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.millrace.engine.Databases;
import org.millrace.engine.TestBroker;
import org.millrace.engine.db.Database;
import org.millrace.engine.transport.push.Broker;
import org.millrace.engine.transport.push.PushTransport;

/** On a new broker each time. */
abstract class PushTransportContract extends TransportContract {
  TestBroker server;
  Broker broker;

  abstract Broker connect(TestBroker server);

  @BeforeEach
  @Override
  void open() {
    try {
      server = TestBroker.start();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
    broker = connect(server);
    super.open();
  }

  @AfterEach
  @Override
  void close() throws Exception {
    super.close();
    ((PushTransport) transport).close();
    broker.close();
    server.close();
  }

  @Override
  Database database() {
    return Databases.h2();
  }

  @Override
  Transport transport(TransportFactory.Parts parts) {
    return new PushTransport(parts, broker, Optional.empty());
  }

  @Override
  void pump() {
    while (transport.exchange() > 0) {}
  }
}
