package org.millrace.scheduling.manager;

/** The application was not taken, and nothing was changed. */
public final class SubmissionRefusedException extends RuntimeException {
  /** Why. */
  public enum Cause {
    NO_SUCH_QUEUE,
    NOT_ALLOWED,
    QUEUE_FULL
  }

  private final Cause reason;
  private final String queue;
  private final String rule;
  private final String remedy;

  SubmissionRefusedException(Cause reason, String queue, String rule, String remedy) {
    super("queue %s: %s%s".formatted(queue, rule, remedy.isEmpty() ? "" : " (" + remedy + ")"));
    this.reason = reason;
    this.queue = queue;
    this.rule = rule;
    this.remedy = remedy;
  }

  public Cause reason() {
    return reason;
  }

  /** Path of the queue that refuses, which may be above the one asked for. */
  public String queue() {
    return queue;
  }

  /** What the queue must be or have, and is or has instead. */
  public String rule() {
    return rule;
  }

  /** What to do; empty when the rule says it all. */
  public String remedy() {
    return remedy;
  }
}
