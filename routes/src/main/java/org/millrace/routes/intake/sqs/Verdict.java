package org.millrace.routes.intake.sqs;

/** What becomes of a message that was received. */
sealed interface Verdict {
  /** Taken care of for good: it is deleted. */
  record Done() implements Verdict {}

  /** Not now: SQS delivers it again. */
  record Later() implements Verdict {}

  /** Never: it is put beside its queue with the reason. */
  record Dead(String reason) implements Verdict {}

  /**
   * Of several about one message: what has to come again does, else it is kept where it is dead.
   */
  default boolean outweighs(Verdict other) {
    return rank() > other.rank();
  }

  private int rank() {
    return this instanceof Later ? 2 : this instanceof Dead ? 1 : 0;
  }

  Verdict DONE = new Done();
  Verdict LATER = new Later();
}
