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

  SubmissionRefusedException(Cause reason, String message) {
    super(message);
    this.reason = reason;
  }

  public Cause reason() {
    return reason;
  }
}
