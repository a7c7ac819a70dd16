package org.millrace.engine.transport.sqs;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.millrace.engine.db.Database;
import org.millrace.scheduling.Lane;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;
import software.amazon.awssdk.services.sqs.model.QueueDoesNotExistException;

/**
 * Removes queues that nobody needs: empty for a while, of scheduling queues without a job. Dead
 * letters stay until somebody has taken them. Used by one thread.
 */
final class Removal {
  private static final Logger LOG = LoggerFactory.getLogger(Removal.class);

  private static final String LANES_WITHOUT_JOBS =
      """
      select queue, stage from lane l where not exists (
        select 1 from job j where j.queue = l.queue and j.state in ('ACCEPTED', 'ACTIVE', 'PAUSED'))
      """;
  static final List<QueueAttributeName> COUNTS =
      List.of(
          QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES,
          QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES_NOT_VISIBLE,
          QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES_DELAYED);

  private final Database db;
  private final Supplier<SqsClient> sqs;
  private final Queues queues;
  private final Duration idle;
  private final Clock clock;
  private final Map<String, Instant> idleSince = new HashMap<>();
  private Instant next;

  Removal(Database db, Supplier<SqsClient> sqs, Queues queues, Duration idle, Clock clock) {
    this.db = db;
    this.sqs = sqs;
    this.queues = queues;
    this.idle = idle;
    this.clock = clock;
    this.next = clock.instant().plus(idle.dividedBy(10));
  }

  /** Looks from time to time, and never before this process has used SQS. */
  void run() {
    Instant now = clock.instant();
    if (queues.used() && !now.isBefore(next)) {
      next = now.plus(idle.dividedBy(10));
      look(now);
    }
  }

  private void look(Instant now) {
    Map<String, Lane> jobless = jobless();
    Map<String, String> there = new HashMap<>();
    sqs.get()
        .listQueuesPaginator(q -> q.queueNamePrefix(queues.names().start()).maxResults(1000))
        .queueUrls()
        .forEach(url -> there.put(url.substring(url.lastIndexOf('/') + 1), url));
    Map<String, Instant> before = Map.copyOf(idleSince);
    idleSince.clear();
    jobless.forEach(
        (name, lane) -> {
          String url = there.get(name);
          if (url != null && empty(url)) {
            Instant since = before.getOrDefault(name, now);
            if (now.isBefore(since.plus(idle))) {
              idleSince.put(name, since);
            } else {
              remove(name, url);
              queues.forget(lane);
            }
          }
        });
  }

  /** By the names of their queues, those for dead letters too. */
  private Map<String, Lane> jobless() {
    Map<String, Lane> lanes = new HashMap<>();
    db.jdbc()
        .sql(LANES_WITHOUT_JOBS)
        .query(
            row -> {
              Lane lane = new Lane(row.getString(1), row.getString(2));
              lanes.put(queues.names().of(lane), lane);
              lanes.put(queues.names().deadLetters(lane), lane);
            });
    return lanes;
  }

  private boolean empty(String url) {
    try {
      return sqs
          .get()
          .getQueueAttributes(q -> q.queueUrl(url).attributeNames(COUNTS))
          .attributes()
          .values()
          .stream()
          .allMatch("0"::equals);
    } catch (QueueDoesNotExistException gone) {
      return false;
    }
  }

  private void remove(String name, String url) {
    sqs.get().deleteQueue(q -> q.queueUrl(url));
    LOG.info("Removed the SQS queue {}, which was empty and is not needed", name);
  }
}
