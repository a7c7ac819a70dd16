package org.millrace.engine.transport;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.millrace.engine.Databases;
import org.millrace.engine.LocalSqs;
import org.millrace.engine.db.Database;
import org.millrace.engine.task.Failure;
import org.millrace.engine.task.Outcome;
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
  Transport transport(Parts made) {
    parts =
        new TransportFactory.Parts(
            made.db(),
            made.lanes(),
            made.leases(),
            made.rows(),
            made.effects(),
            made.log(),
            new Transports(stage -> SqsTransport.NAME),
            (lane, task) ->
                new Outcome.Retry(
                    task,
                    new Failure(task.attempt(), Instant.EPOCH, "n1", "worker stopped"),
                    Duration.ZERO,
                    true));
    return new SqsTransport(parts, sqs, settings, clock());
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
