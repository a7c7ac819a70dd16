package org.millrace.engine.ledger;

/**
 * Exact counts of one stage of one job, as of the last settle.
 *
 * @param created tasks that entered the stage
 * @param done tasks settled
 * @param failed attempts that failed, crashes included
 * @param dead tasks that ran out of attempts
 * @param running tasks claimed at this moment
 */
public record StageProgress(
    String name, long created, long done, long failed, long dead, long running) {

  public long waiting() {
    return Math.max(0, created - done - dead - running);
  }
}
