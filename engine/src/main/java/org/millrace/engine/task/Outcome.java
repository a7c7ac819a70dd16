package org.millrace.engine.task;

import java.time.Duration;
import java.util.List;

/** How one attempt at a task ended. */
public sealed interface Outcome {
  Task task();

  /** Ran to its end. */
  record Done(Task task, List<Emission> emissions, List<ResultObject> results) implements Outcome {}

  /**
   * Failed, to be tried again.
   *
   * @param crashed a worker died with it in hand: it is claimed alone from now on
   */
  record Retry(Task task, Failure failure, Duration delay, boolean crashed) implements Outcome {}

  /** Failed for the last time: kept for a person to look at. */
  record Dead(Task task, Failure failure) implements Outcome {}

  /** Its job's input is bad: the job fails with this reason and the task is not kept. */
  record Rejected(Task task, String reason) implements Outcome {}

  /** Not run, for its job is paused: kept aside for a while; the attempt does not count. */
  record Parked(Task task) implements Outcome {}

  /** Not run: goes back to its lane and the attempt does not count. */
  record Returned(Task task) implements Outcome {}
}
