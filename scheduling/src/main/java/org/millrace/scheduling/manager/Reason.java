package org.millrace.scheduling.manager;

/**
 * One reason why an application waits.
 *
 * @param kind which
 * @param subject the queue's path, the node's name, or empty
 * @param uses what is there or used, as text with units; empty when no amount matters
 * @param limit what it is measured against; empty when no amount matters
 * @param count how many, where the kind counts something
 * @param of of how many, where the kind counts something
 * @param sentence the whole in words
 */
public record Reason(
    Kind kind, String subject, String uses, String limit, long count, long of, String sentence) {

  /** What a reason is about. */
  public enum Kind {
    /** It has ended, but containers of it still run. */
    ENDING,
    /** It asks for nothing that it does not have. */
    ASKS_FOR_NOTHING,
    /** Its queue's application masters use all that they may (P4). */
    AM_LIMIT,
    /** Its queue or an ancestor is paused. */
    QUEUE_PAUSED,
    /** There is no node that takes work. */
    NO_NODE,
    /** No node could hold such a container even when empty. */
    NO_NODE_LARGE_ENOUGH,
    /** One more such container would take its queue or an ancestor past its maximum. */
    QUEUE_AT_MAX,
    /** No node has room now. */
    NO_ROOM,
    /** A node is held for it until there is room. */
    NODE_HELD,
    /** It passes up chances for a nearer node (P5). */
    WAITS_FOR_NEAR_NODE,
    /** Older applications of its queue come first. */
    APPLICATIONS_AHEAD,
    /** Another queue comes first by the policy. */
    QUEUE_AHEAD,
    /** Nothing is in its way: the next cycle serves it. */
    NEXT
  }

  static Reason of(Kind kind, String subject, String sentence) {
    return new Reason(kind, subject, "", "", 0, 0, sentence);
  }

  static Reason counting(Kind kind, String subject, long count, long of, String sentence) {
    return new Reason(kind, subject, "", "", count, of, sentence);
  }
}
