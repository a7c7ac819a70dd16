package org.millrace.engine.transport.table;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
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

  private List<Parcel> hand = List.of();

  /** How many tasks the last row held, as its neighbours are likely to. */
  private int perRow;

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
    List<Parcel> taken = underLease(() -> held.take(lease, max, perRow));
    return inHand(Stream.concat(hand.stream(), taken.stream()).toList(), taken);
  }

  @Override
  public List<Task> settle(List<Outcome> outcomes, int nextMax) {
    boolean again = unknown;
    unknown = true;
    List<Parcel> kept = new ArrayList<>();
    List<Parcel> next =
        underLease(
            () -> {
              if (again) {
                List<Parcel> found = held.of(lease);
                if (committed(outcomes, found)) {
                  return found;
                }
              }
              kept.addAll(held.settle(lease, hand, outcomes));
              return nextMax > 0 ? held.take(lease, nextMax, perRow) : List.of();
            });
    unknown = false;
    return inHand(Stream.concat(kept.stream(), next.stream()).toList(), next);
  }

  private List<Task> inHand(List<Parcel> all, List<Parcel> newest) {
    hand = all;
    if (!newest.isEmpty()) {
      perRow = newest.get(newest.size() - 1).tasks().size();
    }
    return Parcel.tasks(newest);
  }

  /** A commit is whole: when one of the tasks is in hand no more, none is. */
  private static boolean committed(List<Outcome> outcomes, List<Parcel> found) {
    Set<UUID> inHand = Parcel.tasks(found).stream().map(Task::uid).collect(Collectors.toSet());
    return outcomes.stream().noneMatch(each -> inHand.contains(each.task().uid()));
  }

  private List<Parcel> underLease(Supplier<List<Parcel>> work) {
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
