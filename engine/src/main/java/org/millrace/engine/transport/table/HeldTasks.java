package org.millrace.engine.transport.table;

import java.util.ArrayList;
import java.util.List;
import org.millrace.engine.db.Database;
import org.millrace.engine.lease.Lease;
import org.millrace.engine.lease.StaleLeaseException;
import org.millrace.engine.ledger.EffectLog;
import org.millrace.engine.ledger.SettlementEffects;
import org.millrace.engine.task.Outcome;
import org.millrace.engine.task.Task;

/** Rows of the queue table that a lease has in hand. Every method is part of a transaction. */
final class HeldTasks {
  private final Database db;
  private final QueueTable table;
  private final SettlementEffects effects;
  private final EffectLog log;

  HeldTasks(Database db, QueueTable table, SettlementEffects effects, EffectLog log) {
    this.db = db;
    this.table = table;
    this.effects = effects;
    this.log = log;
  }

  List<Task> of(Lease lease) {
    return table.held(lease);
  }

  /** Claims more. A task that was in hand when a worker died comes alone, and the others first. */
  List<Task> take(Lease lease, int max) {
    List<Task> claimed = table.claim(lease, max);
    int keep = 0;
    while (keep < claimed.size() && !claimed.get(keep).solo()) {
      keep++;
    }
    keep = Math.min(Math.max(1, keep), claimed.size());
    if (keep < claimed.size()) {
      List<Task> others = claimed.subList(keep, claimed.size());
      change(lease, others, table.giveBack(lease, others));
    }
    return List.copyOf(claimed.subList(0, keep));
  }

  /**
   * @throws StaleLeaseException the lease does not hold one of the tasks
   */
  void settle(Lease lease, List<Outcome> outcomes) {
    List<Task> ended = new ArrayList<>();
    List<Task> returned = new ArrayList<>();
    outcomes.forEach(
        each -> (each instanceof Outcome.Returned ? returned : ended).add(each.task()));
    change(lease, ended, table.remove(lease, ended));
    change(lease, returned, table.giveBack(lease, returned));
    log.write(effects.of(lease.lane(), outcomes));
  }

  private void change(Lease lease, List<Task> tasks, QueueTable.Change change) {
    if (tasks.isEmpty()) {
      return;
    }
    db.later(
        change.sql(),
        change.values(),
        changed -> {
          if (changed != tasks.size()) {
            throw new StaleLeaseException(
                lease, "it held " + changed + " of the " + tasks.size() + " tasks to settle");
          }
        });
  }
}
