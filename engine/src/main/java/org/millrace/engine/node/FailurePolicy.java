package org.millrace.engine.node;

import java.time.Clock;
import java.util.Optional;
import org.millrace.engine.objects.ObjectChangedException;
import org.millrace.engine.objects.ObjectGoneException;
import org.millrace.engine.stage.StageOptions;
import org.millrace.engine.task.BadInputException;
import org.millrace.engine.task.Failure;
import org.millrace.engine.task.Outcome;
import org.millrace.engine.task.Task;

/** What becomes of a task whose attempt did not end well. */
final class FailurePolicy {
  private static final int LONGEST_ERROR = 2000;

  private final Clock clock;
  private final String node;

  FailurePolicy(Clock clock, String node) {
    this.clock = clock;
    this.node = node;
  }

  /**
   * An attempt threw: again after a while, dead at the last, and at once when the input is bad.
   *
   * @param stream the job has many inputs: a bad one is dead and the others go on
   */
  Outcome failed(Task task, StageOptions options, Throwable error, boolean stream) {
    Optional<Throwable> badInput = badInput(error);
    if (badInput.isPresent()) {
      if (stream) {
        return new Outcome.Dead(task, failure(task, message(badInput.get())));
      }
      return new Outcome.Rejected(task, message(badInput.get()));
    }
    return again(task, options, failure(task, message(root(error))), false);
  }

  /** The worker died with the task in hand; that counts as an attempt. */
  Outcome crashed(Task task, StageOptions options, String worker) {
    return again(
        task, options, failure(task, "worker " + worker + " stopped while it ran this task"), true);
  }

  private static Outcome again(Task task, StageOptions options, Failure failure, boolean crashed) {
    return task.attempt() >= options.maxAttempts()
        ? new Outcome.Dead(task, failure)
        : new Outcome.Retry(task, failure, options.backoffAfter(task.attempt()), crashed);
  }

  private Failure failure(Task task, String error) {
    return new Failure(task.attempt(), clock.instant(), node, error);
  }

  private static Optional<Throwable> badInput(Throwable error) {
    for (Throwable cause = error; cause != null; cause = cause.getCause()) {
      if (cause instanceof BadInputException
          || cause instanceof ObjectGoneException
          || cause instanceof ObjectChangedException) {
        return Optional.of(cause);
      }
    }
    return Optional.empty();
  }

  /** Camel wraps what a processor threw; people want what was thrown. */
  private static Throwable root(Throwable error) {
    Throwable cause = error;
    while (cause.getCause() != null && cause.getClass().getName().startsWith("org.apache.camel.")) {
      cause = cause.getCause();
    }
    return cause;
  }

  private static String message(Throwable error) {
    String text =
        error instanceof BadInputException || error.getClass().getName().startsWith("org.millrace.")
            ? String.valueOf(error.getMessage())
            : error.getClass().getSimpleName() + ": " + error.getMessage();
    String printable = text.replace("\0", "\\0");
    return printable.length() > LONGEST_ERROR ? printable.substring(0, LONGEST_ERROR) : printable;
  }
}
