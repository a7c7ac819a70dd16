package org.millrace.engine.waiting;

import org.millrace.scheduling.manager.Reason;

/**
 * One thing in a job's way.
 *
 * @param kind a {@link Reason.Kind} of the scheduler's, or {@link #STAGE_AT_MAX}, {@link
 *     #RETRY_LATER}, {@link #WINDOW_OPEN}, {@link #QUEUE_FULL} or {@link #NO_SUCH_QUEUE}
 * @param subject the queue's path, or the node's, stage's or source's name, or empty
 * @param uses what is there or used, as text with units; empty when no amount matters
 * @param limit what that is measured against; empty when no amount matters
 * @param count how many, where the kind counts something
 * @param of of how many, where the kind counts something
 * @param sentence the whole in words
 */
public record Obstacle(
    String kind, String subject, String uses, String limit, long count, long of, String sentence) {
  /** Other jobs of its queue have all containers that one of its stages may have at a time. */
  public static final String STAGE_AT_MAX = "STAGE_AT_MAX";

  /** Tasks of it failed and wait for their next attempt. */
  public static final String RETRY_LATER = "RETRY_LATER";

  /** It has done all that came, and its window still takes messages. */
  public static final String WINDOW_OPEN = "WINDOW_OPEN";

  /** Its queue or one above has as many jobs as it may. */
  public static final String QUEUE_FULL = "QUEUE_FULL";

  /** Its queue cannot hold jobs. */
  public static final String NO_SUCH_QUEUE = "NO_SUCH_QUEUE";

  static Obstacle of(Reason reason) {
    return new Obstacle(
        reason.kind().name(),
        reason.subject(),
        reason.uses(),
        reason.limit(),
        reason.count(),
        reason.of(),
        reason.sentence());
  }

  static Obstacle counting(String kind, String subject, long count, long of, String sentence) {
    return new Obstacle(kind, subject, "", "", count, of, sentence);
  }

  boolean is(Reason.Kind other) {
    return kind.equals(other.name());
  }
}
