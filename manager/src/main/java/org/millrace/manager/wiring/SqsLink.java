package org.millrace.manager.wiring;

import java.io.IOException;
import java.net.URI;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.millrace.engine.transport.Transport;
import org.millrace.engine.transport.TransportFactory;
import org.millrace.engine.transport.sqs.SqsAccess;
import org.millrace.engine.transport.sqs.SqsConnection;
import org.millrace.engine.transport.sqs.SqsSettings;
import org.millrace.engine.transport.sqs.SqsTransport;
import org.millrace.manager.embedded.EmbeddedSqs;
import org.millrace.manager.settings.SqsStore;
import org.millrace.routes.intake.sqs.SqsQueues;

/** A transport by SQS, the way there, and what must be closed when it is not needed any more. */
final class SqsLink implements TransportFactory, AutoCloseable {
  private static final int BACKLOG_OF_AN_EMULATOR = 100;

  private final Supplier<SqsAccess> access;
  private final SqsConnection connection;
  private final SqsSettings settings;
  private final Optional<EmbeddedSqs> server;
  private final Clock clock;
  private final List<SqsTransport> made = new ArrayList<>();

  private SqsLink(
      Supplier<SqsAccess> access, SqsStore store, Optional<EmbeddedSqs> server, Clock clock) {
    this.access = access;
    this.connection = new SqsConnection(access);
    boolean amazon = store.remote().isPresent() && store.remote().get().endpoint().isEmpty();
    SqsSettings all = SqsSettings.DEFAULT.withPrefix(store.queuePrefix()).withFifo(store.fifo());
    this.settings = amazon ? all : all.withBacklog(BACKLOG_OF_AN_EMULATOR);
    this.server = server;
    this.clock = clock;
  }

  /** The server is closed with this. */
  static SqsLink embedded(EmbeddedSqs server, SqsStore store, Clock clock) {
    SqsAccess local = SqsAccess.local(server.endpoint());
    return new SqsLink(() -> local, store, Optional.of(server), clock);
  }

  static SqsLink remote(SqsStore store, Clock clock) {
    SqsStore.Remote remote = store.remote().orElseThrow();
    SqsAccess there =
        new SqsAccess(
            remote.endpoint(),
            remote.region(),
            remote.keys().map(each -> new SqsAccess.Keys(each.access(), each.secret())));
    return elsewhere(() -> there, store, clock);
  }

  /**
   * @param access asked at every use
   */
  static SqsLink elsewhere(Supplier<SqsAccess> access, SqsStore store, Clock clock) {
    return new SqsLink(access, store, Optional.empty(), clock);
  }

  /** For sources that name queues. */
  SqsQueues queues() {
    return new SqsQueues(connection, server.isPresent());
  }

  /**
   * Asks the server something; false when it is the embedded one, which nobody has needed yet.
   *
   * @throws RuntimeException it does not answer
   */
  boolean answers() {
    if (server.isPresent() && !server.get().running()) {
      return false;
    }
    connection.get().listQueues(request -> request.maxResults(1));
    return true;
  }

  URI endpoint() {
    return access.get().address();
  }

  @Override
  public Transport make(Parts parts) {
    SqsTransport transport = new SqsTransport(parts, connection, settings, clock);
    made.add(transport);
    return transport;
  }

  @Override
  public void close() throws IOException {
    made.forEach(SqsTransport::close);
    connection.close();
    if (server.isPresent()) {
      server.get().close();
    }
  }
}
