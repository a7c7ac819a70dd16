package org.millrace.engine.transport.sqs;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.millrace.engine.Json;
import org.millrace.scheduling.Lane;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;
import software.amazon.awssdk.services.sqs.model.QueueDoesNotExistException;

/** The queues of lanes: found, or made with the queue that takes what is refused. Thread-safe. */
final class Queues {
  /** A net below Millrace's own counting, as high as SQS takes it. */
  private static final int DELIVERIES = 1000;

  private static final int RETENTION_SECONDS = 14 * 24 * 60 * 60;

  private final Supplier<SqsClient> sqs;
  private final SqsSettings settings;
  private final QueueNames names;
  private final Map<Lane, String> urls = new ConcurrentHashMap<>();

  Queues(Supplier<SqsClient> sqs, SqsSettings settings) {
    this.sqs = sqs;
    this.settings = settings;
    this.names = new QueueNames(settings.prefix(), settings.fifo());
  }

  QueueNames names() {
    return names;
  }

  /** The lane's queue, made when there is none. */
  String url(Lane lane) {
    String known = urls.get(lane);
    if (known == null) {
      known = find(names.of(lane), () -> make(lane));
      urls.put(lane, known);
    }
    return known;
  }

  /** Whether the lane has a queue; makes none. */
  boolean exists(Lane lane) {
    if (urls.containsKey(lane)) {
      return true;
    }
    try {
      urls.put(lane, sqs.get().getQueueUrl(q -> q.queueName(names.of(lane))).queueUrl());
      return true;
    } catch (QueueDoesNotExistException absent) {
      return false;
    }
  }

  /** About how many messages the lane has, in somebody's hand or not. */
  int all(Lane lane) {
    try {
      return sqs
          .get()
          .getQueueAttributes(q -> q.queueUrl(url(lane)).attributeNames(Removal.COUNTS))
          .attributes()
          .values()
          .stream()
          .mapToInt(Integer::parseInt)
          .sum();
    } catch (QueueDoesNotExistException removed) {
      forget(lane);
      return 0;
    }
  }

  /** About how many of the lane's messages are in nobody's hand. */
  int waiting(Lane lane) {
    try {
      return Integer.parseInt(
          sqs.get()
              .getQueueAttributes(
                  q ->
                      q.queueUrl(url(lane))
                          .attributeNames(QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES))
              .attributes()
              .get(QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES));
    } catch (QueueDoesNotExistException removed) {
      forget(lane);
      return 0;
    }
  }

  String deadLettersUrl(Lane lane) {
    return find(names.deadLetters(lane), () -> makeDeadLetters(lane));
  }

  /** Looks anew at the next call: the queue is not there any more. */
  void forget(Lane lane) {
    urls.remove(lane);
  }

  boolean used() {
    return !urls.isEmpty();
  }

  private String find(String name, Supplier<String> make) {
    try {
      return sqs.get().getQueueUrl(q -> q.queueName(name)).queueUrl();
    } catch (QueueDoesNotExistException absent) {
      return make.get();
    }
  }

  private String make(Lane lane) {
    String arn =
        sqs.get()
            .getQueueAttributes(
                q -> q.queueUrl(deadLettersUrl(lane)).attributeNames(QueueAttributeName.QUEUE_ARN))
            .attributes()
            .get(QueueAttributeName.QUEUE_ARN);
    Map<QueueAttributeName, String> attributes = attributes();
    attributes.put(
        QueueAttributeName.VISIBILITY_TIMEOUT, Long.toString(settings.visibility().toSeconds()));
    attributes.put(
        QueueAttributeName.REDRIVE_POLICY,
        Json.write(Map.of("deadLetterTargetArn", arn, "maxReceiveCount", DELIVERIES)));
    return sqs.get()
        .createQueue(q -> q.queueName(names.of(lane)).attributes(attributes).tags(names.tags(lane)))
        .queueUrl();
  }

  private String makeDeadLetters(Lane lane) {
    return sqs.get()
        .createQueue(
            q ->
                q.queueName(names.deadLetters(lane))
                    .attributes(attributes())
                    .tags(names.tags(lane)))
        .queueUrl();
  }

  private Map<QueueAttributeName, String> attributes() {
    Map<QueueAttributeName, String> attributes = new HashMap<>();
    attributes.put(
        QueueAttributeName.MESSAGE_RETENTION_PERIOD, Integer.toString(RETENTION_SECONDS));
    if (settings.fifo()) {
      attributes.put(QueueAttributeName.FIFO_QUEUE, "true");
    }
    return attributes;
  }
}
