package org.millrace.engine.intake;

import java.util.List;
import java.util.Optional;

/**
 * What a sender gives at once: taken whole or not at all.
 *
 * @param id by which the sender knows it when it sends it again; without one every time counts
 * @param digest tells a repeat from something else under the same id; empty where ids are trusted
 */
public record Delivery(Optional<String> id, String digest, List<Message> messages) {
  public Delivery {
    messages = List.copyOf(messages);
    if (messages.isEmpty()) {
      throw new IllegalArgumentException("delivery: must hold a message, was empty");
    }
  }

  /** One message that may come again under its id. */
  public static Delivery of(Optional<String> id, Message message) {
    return new Delivery(id, "", List.of(message));
  }
}
