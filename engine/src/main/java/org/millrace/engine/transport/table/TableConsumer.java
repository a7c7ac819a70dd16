package org.millrace.engine.transport.table;

import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.millrace.engine.db.Database;
import org.millrace.engine.lease.Lease;
import org.millrace.engine.lease.Leases;
import org.millrace.engine.task.Outcome;
import org.millrace.engine.task.Task;
import org.millrace.engine.transport.LaneConsumer;
import org.millrace.engine.transport.StoreLostException;

final class TableConsumer implements LaneConsumer {
  private final Lease lease;
  private final Database db;
  private final Leases leases;
  private final HeldTasks held;

  /** A settlement was sent whose commit nobody answered. */
  private boolean unknown;

  TableConsumer(Lease lease, Database db, Leases leases, HeldTasks held) {
    this.lease = lease;
    this.db = db;
    this.leases = leases;
    this.held = held;
  }

  @Override
  public List<Task> claim(int max) {
    return underLease(() -> held.take(lease, max));
  }

  @Override
  public List<Task> settle(List<Outcome> outcomes, int nextMax) {
    boolean again = unknown;
    unknown = true;
    List<Task> next =
        underLease(
            () -> {
              if (again && committed(outcomes)) {
                return held.of(lease);
              }
              held.settle(lease, outcomes);
              return nextMax > 0 ? held.take(lease, nextMax) : List.of();
            });
    unknown = false;
    return next;
  }

  /** A commit is whole: when one of the tasks is in hand no more, none is. */
  private boolean committed(List<Outcome> outcomes) {
    Set<UUID> inHand = held.of(lease).stream().map(Task::uid).collect(Collectors.toSet());
    return outcomes.stream().noneMatch(each -> inHand.contains(each.task().uid()));
  }

  private List<Task> underLease(Supplier<List<Task>> work) {
    try {
      return db.inTransaction(
          () -> {
            leases.hold(lease);
            return work.get();
          });
    } catch (RuntimeException e) {
      throw Database.unreachable(e) ? new StoreLostException(e) : e;
    }
  }

  @Override
  public boolean isInDatabase() {
    return true;
  }

  /** What is in hand is the lease's, and goes back with its end. */
  @Override
  public void close() {}
}
