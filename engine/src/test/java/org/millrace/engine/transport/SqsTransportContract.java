package org.millrace.engine.transport;

import static org.awaitility.Awaitility.await;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.millrace.engine.Databases;
import org.millrace.engine.LocalSqs;
import org.millrace.engine.db.Database;
import org.millrace.engine.transport.sqs.SqsSettings;
import org.millrace.engine.transport.sqs.SqsTransport;
import software.amazon.awssdk.services.sqs.SqsClient;

/** The promises of every transport, on an SQS server. */
abstract class SqsTransportContract extends TransportContract {
  SqsFaults faults;
  final SqsClient sqs = client();
  final SqsSettings settings = settings();

  TransportFactory.Parts parts;

  private SqsClient client() {
    faults = new SqsFaults();
    return LocalSqs.client(faults);
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

  List<String> queues() {
    return sqs.listQueues(q -> q.queueNamePrefix(settings.prefix() + "-")).queueUrls();
  }

  String queueUrl(String stage) {
    return url(stage, false);
  }

  String deadUrl(String stage) {
    return url(stage, true);
  }

  String url(String stage, boolean dead) {
    return queues().stream()
        .filter(each -> each.contains("-" + stage + "-root-partners-acme-"))
        .filter(each -> each.endsWith("-dead") == dead)
        .findFirst()
        .orElseThrow();
  }

  /** Messages that nobody has in hand, and those that somebody has. */
  int waiting(String url) {
    return sqs
        .getQueueAttributes(q -> q.queueUrl(url).attributeNamesWithStrings("All"))
        .attributesAsStrings()
        .entrySet()
        .stream()
        .filter(each -> each.getKey().startsWith("ApproximateNumberOfMessages"))
        .mapToInt(each -> Integer.parseInt(each.getValue()))
        .sum();
  }
}
