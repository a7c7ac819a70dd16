package org.millrace.engine.ledger;

/** What one settlement, or many together, added to the counters of a stage. */
public record StageCounts(long created, long done, long failed, long dead) {
  static final StageCounts NONE = new StageCounts(0, 0, 0, 0);

  StageCounts plus(StageCounts other) {
    return new StageCounts(
        created + other.created, done + other.done, failed + other.failed, dead + other.dead);
  }

  static StageCounts created(long n) {
    return new StageCounts(n, 0, 0, 0);
  }

  /** Tasks that have not ended. */
  long pending() {
    return created - done - dead;
  }
}
