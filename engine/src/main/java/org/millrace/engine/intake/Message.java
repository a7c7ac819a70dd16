package org.millrace.engine.intake;

import java.util.Map;

/**
 * One message from outside.
 *
 * @param headers plain values; those that would steer Camel or Millrace are left out on the way
 * @param body text or bytes, which the entry stage's route gets as they are
 */
public record Message(Map<String, Object> headers, Object body) {
  /**
   * Header of a message in its first stage: its number among those of its window, from 0, in the
   * order in which they were taken.
   */
  public static final String NUMBER = "MillraceMessageNumber";

  public Message {
    headers = Map.copyOf(headers);
    if (!(body instanceof String) && !(body instanceof byte[])) {
      throw new IllegalArgumentException(
          "message: body must be text or bytes, was "
              + (body == null ? "null" : body.getClass().getName()));
    }
  }
}
