package org.millrace.engine.transport.table;

import java.util.List;
import java.util.function.BooleanSupplier;
import org.millrace.engine.db.Database;
import org.millrace.engine.lease.Leases;
import org.millrace.engine.lease.StaleLeaseException;
import org.millrace.engine.machine.Machine;
import org.millrace.engine.transport.StoreLostException;
import org.springframework.dao.PessimisticLockingFailureException;

/** Commits turns, those that come at the same time together. Thread-safe. */
final class TableTurns {
  /** In tasks. */
  private static final int LARGEST = 250;

  private final Database db;
  private final Leases leases;
  private final HeldTasks held;
  private final SharedCommit<Turn> shared;

  TableTurns(Database db, Leases leases, HeldTasks held, Machine machine) {
    this.db = db;
    this.leases = leases;
    this.held = held;
    this.shared = new SharedCommit<>(machine, LARGEST, Turn::size, this::commit);
  }

  /**
   * @throws StaleLeaseException its lease no longer holds, and nothing was changed
   * @throws StoreLostException whether it was committed is not known
   */
  void take(Turn turn) {
    boolean committed = reaching(() -> commit(turn));
    if (!committed) {
      takeAgain(turn);
    }
  }

  private boolean commit(Turn turn) {
    try {
      return shared.commit(turn);
    } catch (PessimisticLockingFailureException e) {
      // Two waited for each other, and this one was to give way.
      return false;
    }
  }

  /** The same for one that may have been committed already. */
  void takeAgain(Turn turn) {
    reaching(
        () ->
            db.inTransaction(
                () -> {
                  leases.hold(List.of(turn.lease));
                  if (!turn.isCommitted(held.of(turn.lease))) {
                    held.take(List.of(turn));
                  }
                  return true;
                }));
  }

  private void commit(List<Turn> together) {
    db.inTransaction(
        () -> {
          leases.hold(together.stream().map(each -> each.lease).toList());
          held.take(together);
        });
  }

  private static boolean reaching(BooleanSupplier work) {
    try {
      return work.getAsBoolean();
    } catch (RuntimeException e) {
      throw Database.unreachable(e) ? new StoreLostException(e) : e;
    }
  }
}
