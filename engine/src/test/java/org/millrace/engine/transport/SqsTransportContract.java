package org.millrace.engine.transport;

import static org.awaitility.Awaitility.await;

import java.time.Clock;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.millrace.engine.Databases;
import org.millrace.engine.LocalSqs;
import org.millrace.engine.db.Database;
import org.millrace.engine.transport.sqs.SqsSettings;
import org.millrace.engine.transport.sqs.SqsTransport;
import software.amazon.awssdk.services.sqs.SqsClient;

/** The promises of every transport, on an SQS server. */
abstract class SqsTransportContract extends TransportContract {
  final SqsClient sqs = client();
  final SqsSettings settings = settings();

  TransportFactory.Parts parts;

  SqsClient client() {
    return LocalSqs.access().connect();
  }

  SqsSettings settings() {
    return LocalSqs.settings();
  }

  @Override
  int many() {
    return 500;
  }

  Clock clock() {
    return Clock.systemUTC();
  }

  @Override
  Database database() {
    return Databases.h2();
  }

  @Override
  Transport transport(TransportFactory.Parts made) {
    parts = made;
    return new SqsTransport(made, () -> sqs, settings, clock());
  }

  /** Tasks are sent by a thread of their own, which begins after the commit. */
  @Override
  void pump() {
    await()
        .pollDelay(Duration.ZERO)
        .pollInterval(Duration.ofMillis(2))
        .until(
            () -> {
              transport.exchange();
              return inOutbox() == 0;
            });
  }

  long inOutbox() {
    return db.jdbc().sql("select count(*) from outbox").query(Long.class).single();
  }

  @Override
  @AfterEach
  void close() throws Exception {
    ((SqsTransport) transport).close();
    super.close();
    sqs.close();
  }
}
