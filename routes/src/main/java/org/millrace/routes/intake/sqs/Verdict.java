package org.millrace.routes.intake.sqs;

/** What becomes of a message that was received. */
sealed interface Verdict {
  /** Taken care of for good: it is deleted. */
  record Done() implements Verdict {}

  /** Not now: SQS delivers it again. */
  record Later() implements Verdict {}

  /** Never: it is put beside its queue with the reason. */
  record Dead(String reason) implements Verdict {}

  Verdict DONE = new Done();
  Verdict LATER = new Later();
}
