package org.millrace.engine.transport;

import java.util.List;
import org.millrace.engine.lease.StaleLeaseException;
import org.millrace.engine.task.Outcome;
import org.millrace.engine.task.Task;

/**
 * Takes tasks of one lane for one container, under its lease. What is claimed stays claimed until
 * it is settled or the lease is gone. Used by one thread.
 */
public interface LaneConsumer extends AutoCloseable {

  /**
   * Takes up to {@code max} tasks of the lane. Empty means nothing to take now. A task that was in
   * hand when a worker died comes alone.
   *
   * @throws StaleLeaseException the lease no longer holds
   */
  List<Task> claim(int max);

  /**
   * Ends the batch in hand in one atomic step: inputs acknowledged, outputs sent, progress
   * recorded; and claims the next batch in the same commit. After {@link StoreLostException} it may
   * be called again with the same outcomes: it finds out whether the first call was committed.
   *
   * @param outcomes one for each task in hand
   * @param nextMax how many tasks to claim, 0 for none
   * @throws StaleLeaseException the lease no longer holds, and nothing was changed
   * @throws StoreLostException the store did not answer; whether it committed is not known
   */
  List<Task> settle(List<Outcome> outcomes, int nextMax);

  /** Whether the ledger's database itself says what is in hand. */
  default boolean isInDatabase() {
    return false;
  }

  /** Gives back what is in hand, as far as the store does not do so by the lease's end. */
  @Override
  void close();
}
