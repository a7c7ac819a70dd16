package org.millrace.engine.ledger;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * How long what has ended is kept. Empty means for ever.
 *
 * @param jobs finished jobs, with their counters and dead letters
 * @param jobsAtMost finished jobs; beyond it the oldest go, whatever their age
 * @param results result objects; no longer than jobs. Empty: they stay, also when their job goes
 * @param deadLetters of jobs that have ended
 * @param failedData what lies between the stages of failed jobs; without it their dead tasks cannot
 *     be replayed
 * @param completedData what lies between the stages of completed jobs; without it none can be run
 *     again from a stage in the middle
 */
public record RetentionRules(
    Optional<Duration> jobs,
    OptionalLong jobsAtMost,
    Optional<Duration> results,
    Optional<Duration> deadLetters,
    Optional<Duration> failedData,
    Optional<Duration> completedData) {
  /** Nobody's results are removed before they have said so. */
  public static final RetentionRules DEFAULT =
      new RetentionRules(
          Optional.of(Duration.ofDays(30)),
          OptionalLong.of(1_000_000),
          Optional.empty(),
          Optional.of(Duration.ofDays(30)),
          Optional.of(Duration.ofDays(7)),
          Optional.of(Duration.ofHours(1)));
}
