package org.millrace.routes.intake.broker;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.activemq.artemis.api.core.Message;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.api.core.client.ClientMessage;
import org.millrace.engine.intake.Delivery;

/** What a broker's message is to a source, or why it is nothing. */
final class Incoming {
  private static final SimpleString DUPLICATE = Message.HDR_DUPLICATE_DETECTION_ID;

  /** Where the broker keeps the message-id of an AMQP message. */
  private static final SimpleString AMQP_ID = SimpleString.of("NATIVE_MESSAGE_ID");

  private static final SimpleString CONTENT_TYPE = SimpleString.of("JMS_AMQP_CONTENT_TYPE");

  private Incoming() {}

  /** Whether the body is a serialised Java object, which nobody here reads. */
  static Optional<String> refusal(ClientMessage message) {
    return switch (message.getType()) {
      case Message.OBJECT_TYPE ->
          Optional.of("must be text or bytes, was a serialised Java object: send JSON instead");
      case Message.MAP_TYPE, Message.STREAM_TYPE ->
          Optional.of("must be text or bytes, was a JMS map or stream: send JSON instead");
      default -> Optional.empty();
    };
  }

  static Delivery delivery(ClientMessage message) {
    Map<String, Object> headers = new HashMap<>();
    for (SimpleString name : message.getPropertyNames()) {
      Object value = message.getObjectProperty(name);
      if (!isBrokers(name.toString())) {
        headers.put(name.toString(), value instanceof SimpleString text ? text.toString() : value);
      }
    }
    headers.values().removeIf(value -> value == null);
    Optional.ofNullable(message.getStringProperty(CONTENT_TYPE))
        .ifPresent(type -> headers.put("Content-Type", type));
    return Delivery.of(id(message), new org.millrace.engine.intake.Message(headers, body(message)));
  }

  /** The sender's own word for a message, which is the same when it is sent or delivered again. */
  private static Optional<String> id(ClientMessage message) {
    Object duplicate = message.getObjectProperty(DUPLICATE);
    if (duplicate != null) {
      return Optional.of("dupl:" + text(duplicate));
    }
    Object amqp = message.getObjectProperty(AMQP_ID);
    if (amqp != null) {
      return Optional.of("amqp:" + text(amqp));
    }
    return Optional.ofNullable(message.getUserID()).map(id -> "jms:" + id);
  }

  private static String text(Object value) {
    return value instanceof byte[] bytes
        ? Base64.getEncoder().encodeToString(bytes)
        : value.toString();
  }

  private static boolean isBrokers(String name) {
    return name.startsWith("_AMQ")
        || name.startsWith("__AMQ")
        || name.startsWith("NATIVE_")
        || name.startsWith("JMS")
        || name.startsWith("mqtt.");
  }

  private static Object body(ClientMessage message) {
    if (message.getType() == Message.TEXT_TYPE) {
      SimpleString text = message.getBodyBuffer().readNullableSimpleString();
      return text == null ? "" : text.toString();
    }
    byte[] bytes = new byte[message.getBodyBuffer().readableBytes()];
    message.getBodyBuffer().readBytes(bytes);
    try {
      // Most clients send text as bytes and say no type.
      return UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      return bytes;
    }
  }
}
