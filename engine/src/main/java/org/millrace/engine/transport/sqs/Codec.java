package org.millrace.engine.transport.sqs;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.type.TypeReference;
import java.io.UncheckedIOException;
import java.util.Base64;
import java.util.Map;
import org.millrace.engine.Json;
import org.millrace.engine.transport.Envelope;
import org.millrace.engine.transport.Seal;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.MessageAttributeValue;
import software.amazon.awssdk.services.sqs.model.MessageSystemAttributeName;

/**
 * Tasks to messages and back. A message's whole text is sealed together with its queue's name: what
 * another sent, changed or moved from one queue to another is refused. Thread-safe.
 */
final class Codec {
  static final String SEAL = "millrace-seal";

  private static final TypeReference<TaskMessage> TASK = new TypeReference<>() {};

  private final Seal seal;

  Codec(Seal seal) {
    this.seal = seal;
  }

  String text(Envelope envelope) {
    return Json.write(TaskMessage.of(envelope));
  }

  Map<String, MessageAttributeValue> seal(String queueName, String text) {
    byte[] content = text.getBytes(UTF_8);
    String sealed = Base64.getEncoder().encodeToString(seal.of(queueName, content, content.length));
    return Map.of(
        SEAL, MessageAttributeValue.builder().dataType("String").stringValue(sealed).build());
  }

  /**
   * @param queueName of the queue that it came from
   * @throws RefusedMessageException this system did not send it there
   */
  Delivery read(Message message, String queueName) throws RefusedMessageException {
    if (!sealed(message, queueName)) {
      throw new RefusedMessageException("it does not bear this system's seal for this queue");
    }
    TaskMessage task = parse(message.body());
    int deliveries =
        Integer.parseInt(
            message
                .attributes()
                .getOrDefault(MessageSystemAttributeName.APPROXIMATE_RECEIVE_COUNT, "1"));
    long sentAt =
        Long.parseLong(
            message.attributes().getOrDefault(MessageSystemAttributeName.SENT_TIMESTAMP, "0"));
    return new Delivery(
        task.task(deliveries).readyAt(sentAt),
        task.attempt(),
        message.messageId(),
        message.receiptHandle());
  }

  private boolean sealed(Message message, String queueName) {
    MessageAttributeValue given = message.messageAttributes().get(SEAL);
    if (given == null || given.stringValue() == null) {
      return false;
    }
    byte[] content = message.body().getBytes(UTF_8);
    try {
      byte[] bytes = Base64.getDecoder().decode(given.stringValue());
      return seal.holds(bytes, queueName, content, content.length);
    } catch (IllegalArgumentException notBase64) {
      return false;
    }
  }

  private static TaskMessage parse(String text) throws RefusedMessageException {
    try {
      return Json.read(text, TASK);
    } catch (UncheckedIOException e) {
      throw new RefusedMessageException("it cannot be read");
    }
  }
}
