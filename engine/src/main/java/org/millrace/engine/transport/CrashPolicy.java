package org.millrace.engine.transport;

import org.millrace.engine.task.Outcome;
import org.millrace.engine.task.Task;
import org.millrace.scheduling.Lane;

/** What becomes of a task that was in hand when its worker died. Thread-safe. */
@FunctionalInterface
public interface CrashPolicy {
  /**
   * @param task with the attempt that did not end
   */
  Outcome crashed(Lane lane, Task task);
}
