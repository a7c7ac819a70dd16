package org.millrace.engine.announce;

import java.time.Instant;
import java.util.Optional;

/**
 * Something that is to be told to somebody.
 *
 * @param target a webhook's address, or {@link #TOPIC}
 * @param body JSON
 * @param attempts how often it was tried
 * @param dueAt when it is tried next; empty when it is tried no more
 * @param error what the last attempt met
 */
public record Announcement(
    long id,
    String target,
    long jobId,
    String body,
    int attempts,
    Instant createdAt,
    Optional<Instant> dueAt,
    Optional<String> error) {
  /** The broker's address, as a target. */
  public static final String TOPIC = "broker:millrace.jobs";
}
