package org.millrace.routes.intake.sqs;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.DeleteMessageBatchRequestEntry;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.MessageAttributeValue;
import software.amazon.awssdk.services.sqs.model.QueueDoesNotExistException;

/** One queue, and the one beside it for what cannot be. Used by one thread. */
final class SqsQueue {
  private static final Logger LOG = LoggerFactory.getLogger(SqsQueue.class);

  private static final int BATCH = 10;
  private static final Duration POLL = Duration.ofSeconds(10);
  private static final String REASON = "MillraceReason";
  private static final int LONGEST_REASON = 1000;

  /** Signs that SQS takes in no text. */
  private static final Pattern NOT_TAKEN =
      Pattern.compile("[^\\t\\n\\r\\x20-\\x{D7FF}\\x{E000}-\\x{FFFD}\\x{10000}-\\x{10FFFF}]");

  private final SqsClient client;
  private final String queue;
  private final boolean create;
  private String url;
  private String deadUrl;

  /**
   * @param queue name or address
   * @param create whether to make it when it is not there
   */
  SqsQueue(SqsClient client, String queue, boolean create) {
    this.client = client;
    this.queue = queue;
    this.create = create;
  }

  /** Waits a while for messages; empty when none came. */
  List<Message> receive() {
    String from = url();
    try {
      return client
          .receiveMessage(
              request ->
                  request
                      .queueUrl(from)
                      .maxNumberOfMessages(BATCH)
                      .waitTimeSeconds((int) POLL.toSeconds())
                      .messageAttributeNames("All"))
          .messages();
    } catch (QueueDoesNotExistException e) {
      // Looked for, or made, at the next call.
      url = null;
      throw e;
    }
  }

  /** Deletes what is done and puts away what is dead; what is to come later stays. */
  void settle(List<Message> messages, List<Verdict> verdicts) {
    List<Message> done = new ArrayList<>();
    Map<Message, String> dead = new LinkedHashMap<>();
    for (int i = 0; i < messages.size(); i++) {
      if (verdicts.get(i) instanceof Verdict.Dead verdict) {
        dead.put(messages.get(i), verdict.reason());
      } else if (verdicts.get(i) instanceof Verdict.Done) {
        done.add(messages.get(i));
      }
    }
    delete(done);
    dead.forEach(this::putAway);
  }

  /** What cannot be put away comes again, and keeps nothing else from being read. */
  private void putAway(Message message, String reason) {
    try {
      bury(message, reason);
      delete(List.of(message));
    } catch (SdkException e) {
      deadUrl = null;
      LOG.warn(
          "Message {} of {} could not be moved: {}", message.messageId(), queue, e.getMessage());
    }
  }

  private void delete(List<Message> messages) {
    if (messages.isEmpty()) {
      return;
    }
    List<DeleteMessageBatchRequestEntry> entries = new ArrayList<>();
    for (Message each : messages) {
      entries.add(
          DeleteMessageBatchRequestEntry.builder()
              .id(Integer.toString(entries.size()))
              .receiptHandle(each.receiptHandle())
              .build());
    }
    String from = url();
    client.deleteMessageBatch(request -> request.queueUrl(from).entries(entries));
  }

  private void bury(Message message, String reason) {
    LOG.warn("Message {} of {} goes to {}: {}", message.messageId(), queue, deadName(), reason);
    String to = deadUrl();
    String brief = reason.length() > LONGEST_REASON ? reason.substring(0, LONGEST_REASON) : reason;
    // It may name a key with anything in it.
    String kept = NOT_TAKEN.matcher(brief).replaceAll("?");
    client.sendMessage(
        request -> {
          request
              .queueUrl(to)
              .messageBody(message.body())
              .messageAttributes(
                  Map.of(
                      REASON,
                      MessageAttributeValue.builder()
                          .dataType("String")
                          .stringValue(kept)
                          .build()));
          if (isFifo()) {
            request.messageGroupId("dead").messageDeduplicationId(message.messageId());
          }
        });
  }

  private String url() {
    if (url == null) {
      url = isAddress() ? queue : find(queue).orElseGet(this::make);
    }
    return url;
  }

  private Optional<String> find(String name) {
    try {
      return Optional.of(client.getQueueUrl(request -> request.queueName(name)).queueUrl());
    } catch (QueueDoesNotExistException e) {
      return Optional.empty();
    }
  }

  private String make() {
    if (!create) {
      throw new IllegalStateException(
          "queue: must be an SQS queue that is there, was \"" + queue + "\" (create it first)");
    }
    return make(queue);
  }

  private String deadUrl() {
    if (deadUrl == null) {
      String name = deadName();
      deadUrl = find(name).orElseGet(() -> make(name));
    }
    return deadUrl;
  }

  private String make(String name) {
    return client
        .createQueue(
            request -> {
              request.queueName(name);
              if (isFifo()) {
                request.attributesWithStrings(Map.of("FifoQueue", "true"));
              }
            })
        .queueUrl();
  }

  /** {@code NAME-dead}, or {@code NAME-dead.fifo}. */
  private String deadName() {
    String name = isAddress() ? queue.substring(queue.lastIndexOf('/') + 1) : queue;
    return isFifo() ? name.replaceAll("\\.fifo$", "-dead.fifo") : name + "-dead";
  }

  private boolean isFifo() {
    return queue.endsWith(".fifo");
  }

  private boolean isAddress() {
    return queue.startsWith("http");
  }
}
