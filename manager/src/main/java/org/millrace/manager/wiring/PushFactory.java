package org.millrace.manager.wiring;

import java.nio.file.Path;
import java.util.Optional;
import org.millrace.engine.transport.Transport;
import org.millrace.engine.transport.TransportFactory;
import org.millrace.engine.transport.push.Broker;
import org.millrace.engine.transport.push.PushTransport;

/** Makes the engine's transport over a broker, and ends it after the engine. */
final class PushFactory implements TransportFactory, AutoCloseable {
  private final Broker broker;
  private final Optional<Path> hands;
  private PushTransport made;

  PushFactory(Broker broker, Optional<Path> hands) {
    this.broker = broker;
    this.hands = hands;
  }

  @Override
  public Transport make(Parts parts) {
    made = new PushTransport(parts, broker, hands);
    return made;
  }

  @Override
  public void close() {
    if (made != null) {
      made.close();
    }
  }
}
