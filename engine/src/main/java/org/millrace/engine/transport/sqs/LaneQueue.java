package org.millrace.engine.transport.sqs;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.millrace.engine.transport.StoreLostException;
import org.millrace.scheduling.Lane;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.ChangeMessageVisibilityBatchRequestEntry;
import software.amazon.awssdk.services.sqs.model.DeleteMessageBatchRequestEntry;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.MessageAttributeValue;
import software.amazon.awssdk.services.sqs.model.MessageSystemAttributeName;
import software.amazon.awssdk.services.sqs.model.QueueDoesNotExistException;

/** One lane's queue, as a container uses it. Thread-safe. */
final class LaneQueue {
  private static final Logger LOG = LoggerFactory.getLogger(LaneQueue.class);
  private static final String REFUSED = "millrace-refused";
  private static final int PART = 6;

  private final Supplier<SqsClient> sqs;
  private final Queues queues;
  private final Codec codec;
  private final SqsSettings settings;
  private final Lane lane;

  LaneQueue(Supplier<SqsClient> sqs, Queues queues, Codec codec, SqsSettings settings, Lane lane) {
    this.sqs = sqs;
    this.queues = queues;
    this.codec = codec;
    this.settings = settings;
    this.lane = lane;
  }

  /**
   * Receives up to {@code max} messages. What is not ours goes to the lane's dead letters.
   *
   * @param waitSeconds how long to wait for the first when there is none; 0 may miss some
   * @return empty when the queue has none to give
   */
  List<Delivery> receive(int max, int waitSeconds) {
    List<Delivery> deliveries = new ArrayList<>();
    long begun = System.nanoTime();
    try {
      List<Message> messages = messages(max, waitSeconds);
      while (!messages.isEmpty()) {
        for (Message each : messages) {
          read(each, deliveries);
        }
        // The first would come to light again before the last is here, and it may be half a batch.
        boolean more =
            deliveries.size() < max
                && System.nanoTime() - begun < settings.visibility().toNanos() / PART;
        messages = more ? messages(max - deliveries.size(), 0) : List.of();
      }
    } catch (QueueDoesNotExistException removed) {
      queues.forget(lane);
    } catch (SdkException | StoreLostException e) {
      // What is here already would count as tried if it were left lying.
      if (deliveries.isEmpty()) {
        throw e;
      }
      LOG.debug("No more of {} for now: {}", lane, e.getMessage());
    }
    return deliveries;
  }

  /** Hides them from others for another while. */
  void extend(Collection<Delivery> deliveries) {
    visibility(deliveries, (int) settings.visibility().toSeconds());
  }

  /** Lets others have them at once. What fails comes back when it is hidden no more. */
  void release(Collection<Delivery> deliveries) {
    visibility(deliveries, 0);
  }

  /** What stays in the queue though it should not is known when it is delivered again. */
  void delete(Collection<Delivery> deliveries) {
    inTens(
        deliveries,
        "delete",
        tens -> {
          List<DeleteMessageBatchRequestEntry> entries = new ArrayList<>();
          for (Delivery each : tens) {
            entries.add(
                DeleteMessageBatchRequestEntry.builder()
                    .id(Integer.toString(entries.size()))
                    .receiptHandle(each.receipt())
                    .build());
          }
          return sqs.get()
              .deleteMessageBatch(q -> q.queueUrl(queues.url(lane)).entries(entries))
              .failed()
              .size();
        });
  }

  private List<Message> messages(int max, int waitSeconds) {
    return sqs.get()
        .receiveMessage(
            q ->
                q.queueUrl(queues.url(lane))
                    .maxNumberOfMessages(Math.min(max, Sender.AT_ONCE))
                    .waitTimeSeconds(waitSeconds)
                    .visibilityTimeout((int) settings.visibility().toSeconds())
                    .messageSystemAttributeNames(
                        MessageSystemAttributeName.APPROXIMATE_RECEIVE_COUNT,
                        MessageSystemAttributeName.SENT_TIMESTAMP))
        .messages();
  }

  private void read(Message message, List<Delivery> to) {
    try {
      to.add(codec.read(message, queues.names().of(lane)));
    } catch (RefusedMessageException e) {
      LOG.warn(
          "Message {} in the queue of {} is refused, for {}: it is moved to {}",
          message.messageId(),
          lane,
          e.getMessage(),
          queues.names().deadLetters(lane));
      putAway(message, e.getMessage());
    }
  }

  /** What cannot be put away comes again, and keeps no other from being run. */
  private void putAway(Message message, String why) {
    try {
      refuse(message, why);
    } catch (SdkException | StoreLostException e) {
      LOG.warn("Message {} could not be moved: {}", message.messageId(), e.getMessage());
    }
  }

  private void refuse(Message message, String why) {
    MessageAttributeValue reason =
        MessageAttributeValue.builder().dataType("String").stringValue(why).build();
    sqs.get()
        .sendMessage(
            q -> {
              q.queueUrl(queues.deadLettersUrl(lane))
                  .messageBody(message.body())
                  .messageAttributes(Map.of(REFUSED, reason));
              if (settings.fifo()) {
                q.messageGroupId("refused").messageDeduplicationId(message.messageId());
              }
            });
    sqs.get()
        .deleteMessage(q -> q.queueUrl(queues.url(lane)).receiptHandle(message.receiptHandle()));
  }

  private void visibility(Collection<Delivery> deliveries, int seconds) {
    inTens(
        deliveries,
        "change the visibility of",
        tens -> {
          List<ChangeMessageVisibilityBatchRequestEntry> entries = new ArrayList<>();
          for (Delivery each : tens) {
            entries.add(
                ChangeMessageVisibilityBatchRequestEntry.builder()
                    .id(Integer.toString(entries.size()))
                    .receiptHandle(each.receipt())
                    .visibilityTimeout(seconds)
                    .build());
          }
          return sqs.get()
              .changeMessageVisibilityBatch(q -> q.queueUrl(queues.url(lane)).entries(entries))
              .failed()
              .size();
        });
  }

  /** Does what can be done: nothing of this is needed for a task's one effect. */
  private void inTens(
      Collection<Delivery> deliveries,
      String what,
      java.util.function.ToIntFunction<List<Delivery>> call) {
    List<Delivery> all = List.copyOf(deliveries);
    try {
      for (int from = 0; from < all.size(); from += Sender.AT_ONCE) {
        List<Delivery> tens = all.subList(from, Math.min(all.size(), from + Sender.AT_ONCE));
        int failed = call.applyAsInt(tens);
        if (failed > 0) {
          LOG.debug("SQS did not {} {} messages of {}", what, failed, lane);
        }
      }
    } catch (SdkException | StoreLostException e) {
      LOG.warn(
          "Could not {} {} messages of {}; they may come again and are known then: {}",
          what,
          all.size(),
          lane,
          e.getMessage());
    }
  }
}
