package org.millrace.engine.transport.sqs;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.util.Base64;
import java.util.Optional;
import org.millrace.engine.transport.Packing;
import org.millrace.engine.transport.TaskCodec;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.MessageSystemAttributeName;

/**
 * Tasks to messages and back: what {@link TaskCodec} makes of them, as Base64, since SQS takes text
 * alone. A message is sealed together with its queue's name: what another sent, changed or moved
 * from one queue to another is refused. Thread-safe.
 */
final class Codec {
  private final TaskCodec codec;

  Codec(TaskCodec codec) {
    this.codec = codec;
  }

  /** In ASCII, so it takes as many bytes as it has characters. */
  String text(String queueName, Packing.Row row) {
    byte[] sealed =
        codec.write(queueName, new TaskCodec.Sealed(row.envelope().task(), null, row.tasks()));
    return Base64.getEncoder().encodeToString(sealed);
  }

  /**
   * @param queueName of the queue that it came from
   * @throws RefusedMessageException this system did not send it there, or cannot read it
   */
  Delivery read(Message message, String queueName) throws RefusedMessageException {
    TaskCodec.Sealed sealed =
        sealed(message.body(), queueName)
            .orElseThrow(
                () ->
                    new RefusedMessageException(
                        "it does not bear this system's seal for this queue"));
    try {
      Delivery delivery =
          Delivery.first(
              sealed.task().readyAt(number(message, MessageSystemAttributeName.SENT_TIMESTAMP, 0)),
              sealed.tasks(),
              (int) number(message, MessageSystemAttributeName.APPROXIMATE_RECEIVE_COUNT, 1),
              message.messageId(),
              message.receiptHandle());
      if (delivery.tasks().size() != sealed.tasks()) {
        throw new RefusedMessageException(
            "it says that it holds %d tasks, and holds %d"
                .formatted(sealed.tasks(), delivery.tasks().size()));
      }
      return delivery;
    } catch (RuntimeException e) {
      throw new RefusedMessageException("it cannot be read: " + e.getMessage());
    }
  }

  private Optional<TaskCodec.Sealed> sealed(String text, String queueName)
      throws RefusedMessageException {
    byte[] bytes;
    try {
      bytes = Base64.getDecoder().decode(text.getBytes(US_ASCII));
    } catch (IllegalArgumentException notBase64) {
      return Optional.empty();
    }
    try {
      return codec.read(queueName, bytes);
    } catch (RuntimeException e) {
      // Sealed by another version of this system: no other message should wait for it.
      throw new RefusedMessageException("it cannot be read: " + e.getMessage());
    }
  }

  private static long number(Message message, MessageSystemAttributeName name, long otherwise) {
    String value = message.attributes().get(name);
    return value == null ? otherwise : Long.parseLong(value);
  }
}
