package org.millrace.engine.transport;

import java.time.Clock;
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
    return 1000;
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

  @Override
  void pump() {
    while (transport.exchange() > 0) {}
  }

  @Override
  @AfterEach
  void close() throws Exception {
    super.close();
    ((SqsTransport) transport).close();
    sqs.close();
  }
}
