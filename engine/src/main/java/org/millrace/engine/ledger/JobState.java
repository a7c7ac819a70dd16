package org.millrace.engine.ledger;

/** Where a job stands. Ended states are final, but for a replay of a failed job's dead tasks. */
public enum JobState {
  /** Waits until its queue lets it become active. */
  ACCEPTED,
  ACTIVE,
  PAUSED,
  COMPLETED,
  FAILED,
  CANCELLED;

  public boolean ended() {
    return this == COMPLETED || this == FAILED || this == CANCELLED;
  }
}
