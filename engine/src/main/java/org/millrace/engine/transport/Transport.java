package org.millrace.engine.transport;

import java.util.List;
import org.millrace.engine.lease.Lease;
import org.millrace.engine.lease.StaleLeaseException;
import org.millrace.engine.task.Emission;
import org.millrace.engine.task.Task;

/**
 * How tasks move. Thread-safe. What is claimed stays claimed until it is settled or its lease is
 * gone; what a settlement did is done once, whatever fails around it.
 */
public interface Transport {

  /** Puts messages into a job's lanes, within the caller's transaction where the store has one. */
  void send(long jobId, String queue, List<Emission> emissions);

  /**
   * Takes up to {@code max} tasks of the lease's lane, the oldest job's first. Empty means nothing
   * to take now. A task that was in hand when a worker died comes alone.
   *
   * @throws StaleLeaseException the lease no longer holds
   */
  List<Task> claim(Lease lease, int max);

  /**
   * Settles, and claims the next batch in the same commit.
   *
   * @param nextMax how many tasks to claim, 0 for none
   * @throws StaleLeaseException the lease no longer holds, and nothing was changed
   */
  List<Task> settle(Settlement settlement, int nextMax);

  /** Tasks that the lease has in hand. */
  List<Task> held(Lease lease);

  /** Moves failed tasks whose wait is over back into their lanes. */
  int promoteDue();

  /**
   * Moves what a job has waiting, delayed or dead from one queue's lanes to another's, within the
   * caller's transaction where the store has one; what is in hand stays.
   *
   * @return whether nothing of the job is left in the first queue's lanes
   */
  boolean move(long jobId, String from, String to);

  /** Drops what a job has waiting; what is in hand stays with its container. */
  void purge(long jobId, String queue);
}
