package org.millrace.engine.transport;

import java.util.List;
import java.util.function.Function;
import org.millrace.engine.lease.Lease;
import org.millrace.engine.task.Outcome;
import org.millrace.engine.task.Task;

/** How tasks move. Thread-safe. What a settlement did is done once, whatever fails around it. */
public interface Transport {

  /** As {@code transport=} of a stage names it. */
  String name();

  /**
   * Puts tasks into their lanes within the caller's database transaction: they are on their way
   * when it has committed, and never otherwise.
   */
  void send(List<Envelope> tasks);

  /**
   * Moves what lies between the ledger's database and this transport's own store, both ways, up to
   * a bounded number. Called by the leader alone, each cycle.
   *
   * @return how many; 0 when nothing was left to move
   */
  int exchange();

  /**
   * Only what goes from the ledger's database to this transport's own store, where anything waits
   * for that. Called by the leader alone, between two exchanges.
   */
  default void publish() {}

  /** A container's hand in its lane. */
  LaneConsumer open(Lease lease);

  /**
   * Takes back, within the caller's database transaction, what the holder of an expired lease had
   * in hand. A transport whose own store does that by itself has nothing to do.
   *
   * @param crashed what becomes of a task that was in hand
   * @return how many tasks were in hand
   */
  int revoke(Lease lease, Function<Task, Outcome> crashed);

  /**
   * Moves what a job has waiting from one queue's lanes to another's, within the caller's database
   * transaction where there is one; what is in hand stays. Called again until it is over. A store
   * outside the database moves what it finds, whatever becomes of that transaction: the job's queue
   * is read under the job's lock.
   *
   * @return whether nothing of the job is left in the first queue's lanes
   */
  boolean move(long jobId, String from, String to);

  /**
   * Drops what a job has waiting in its queue's lanes, as far as the store can find it; what is in
   * hand stays with its container. Within the caller's database transaction where there is one.
   */
  void purge(long jobId, String queue);
}
