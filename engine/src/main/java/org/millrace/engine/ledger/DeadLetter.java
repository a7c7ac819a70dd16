package org.millrace.engine.ledger;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.millrace.engine.task.Body;
import org.millrace.engine.task.Failure;

/**
 * A task that ran out of attempts.
 *
 * @param stage where it died
 * @param queue its job's
 * @param attempts since it was last replayed
 * @param error what the last attempt said, in one line
 */
public record DeadLetter(
    long id, long jobId, String stage, String queue, int attempts, String error, Instant diedAt) {
  /**
   * Which letters; all of them when nothing is said.
   *
   * @param queue a queue, and those below it
   * @param error a text that the error contains, whatever its case
   * @param since not those that died before
   */
  public record Filter(
      Optional<Long> job,
      Optional<String> stage,
      Optional<String> queue,
      Optional<String> error,
      Optional<Instant> since) {
    public static final Filter ALL =
        new Filter(
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty());

    public static Filter ofJob(long jobId) {
      return new Filter(
          Optional.of(jobId),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty());
    }
  }

  /**
   * A letter opened.
   *
   * @param headers JSON object, or null
   * @param history every attempt, oldest first, those before earlier replays too
   */
  public record Content(
      DeadLetter letter, String taskId, String headers, Body body, List<Failure> history) {}

  /**
   * A part of the letters that a filter holds, newest first.
   *
   * @param next where to go on, the {@code before} of the next part; empty when all was looked
   *     through. There may be one though fewer letters came than were asked for, or none: a search
   *     ends its step after a number of letters that it has looked at
   */
  public record Found(List<DeadLetter> letters, OptionalLong next) {}

  /**
   * How many letters a filter holds.
   *
   * @param more whether there may be more: counting ends where it would take long
   */
  public record Count(long letters, boolean more) {}

  /** Why nothing was done with a letter. */
  public record Refusal(long id, String reason) {}

  /**
   * What was done with letters.
   *
   * @param done how many were replayed or discarded
   */
  public record Answer(int done, List<Refusal> refused) {}
}
