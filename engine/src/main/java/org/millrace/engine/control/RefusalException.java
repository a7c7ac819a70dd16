package org.millrace.engine.control;

/** Somebody asked for what cannot be or is not theirs to ask: nothing was changed. */
public final class RefusalException extends RuntimeException {
  /** Why. */
  public enum Cause {
    /** The user may not. */
    FORBIDDEN,
    /** There is no such job or queue. */
    UNKNOWN,
    /** What was asked for can never be. */
    IMPOSSIBLE,
    /** It cannot be now. */
    CONFLICT,
    /** The disk is nearly full. */
    NO_ROOM
  }

  private final Cause reason;
  private final String subject;
  private final String rule;
  private final String value;
  private final String remedy;

  public RefusalException(Cause reason, String subject, String rule, String value, String remedy) {
    super("%s: %s, was \"%s\" (%s)".formatted(subject, rule, value, remedy));
    this.reason = reason;
    this.subject = subject;
    this.rule = rule;
    this.value = value;
    this.remedy = remedy;
  }

  public Cause reason() {
    return reason;
  }

  /** The thing that is wrong, such as {@code queue root.a}. */
  public String subject() {
    return subject;
  }

  /** What it must be. */
  public String rule() {
    return rule;
  }

  /** What it was. */
  public String value() {
    return value;
  }

  /** What to do. */
  public String remedy() {
    return remedy;
  }
}
