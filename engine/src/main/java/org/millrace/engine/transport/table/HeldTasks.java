package org.millrace.engine.transport.table;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.millrace.engine.db.Database;
import org.millrace.engine.lease.Lease;
import org.millrace.engine.lease.StaleLeaseException;
import org.millrace.engine.ledger.EffectLog;
import org.millrace.engine.ledger.SettlementEffects;
import org.millrace.engine.task.Outcome;
import org.millrace.engine.task.Task;
import org.millrace.engine.transport.Envelope;
import org.millrace.engine.transport.Packing;

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

  List<Parcel> of(Lease lease) {
    return table.held(lease);
  }

  /**
   * Claims up to {@code max} tasks more. A task that was in hand when a worker died comes alone,
   * and the others first.
   *
   * @param perRow how many tasks the rows before these held; 0 where that is not known
   */
  List<Parcel> take(Lease lease, int max, int perRow) {
    List<Parcel> claimed = claim(lease, max, perRow);
    int keep = 0;
    int tasks = 0;
    for (Parcel each : claimed) {
      boolean alone = each.first().solo();
      tasks += each.tasks().size();
      if (keep > 0 && (alone || tasks > max)) {
        break;
      }
      keep++;
      if (alone) {
        break;
      }
    }
    List<Parcel> others = claimed.subList(keep, claimed.size());
    change(lease, others, table.giveBack(lease, others));
    List<Parcel> kept = List.copyOf(claimed.subList(0, keep));
    return keep == 1 && tasks(kept) > max ? takeApart(lease, kept.get(0), max) : kept;
  }

  private List<Parcel> claim(Lease lease, int max, int perRow) {
    if (perRow > 0) {
      return table.claim(lease, Math.max(1, max / perRow));
    }
    List<Parcel> claimed = new ArrayList<>(table.claim(lease, 1));
    int rows = claimed.isEmpty() ? 0 : max / tasks(claimed) - 1;
    if (rows > 0) {
      claimed.addAll(table.claim(lease, rows));
    }
    return claimed;
  }

  private static int tasks(List<Parcel> parcels) {
    return parcels.stream().mapToInt(each -> each.tasks().size()).sum();
  }

  /** Its first tasks stay in hand, each in a row of its own; the others go back. */
  private List<Parcel> takeApart(Lease lease, Parcel parcel, int max) {
    List<Task> mine = parcel.tasks().subList(0, max);
    change(lease, List.of(parcel), table.remove(lease, List.of(parcel)));
    table.insert(alone(lease, mine), lease.epoch());
    table.insert(
        unclaimed(lease, parcel.tasks().subList(max, parcel.tasks().size())), QueueTable.NOBODY);
    Set<UUID> uids = mine.stream().map(Task::uid).collect(Collectors.toSet());
    return table.held(lease).stream().filter(each -> uids.contains(each.uid())).toList();
  }

  private static List<Packing.Row> alone(Lease lease, List<Task> tasks) {
    return tasks.stream().map(each -> Packing.Row.of(new Envelope(lease.lane(), each))).toList();
  }

  private static List<Packing.Row> unclaimed(Lease lease, List<Task> tasks) {
    return alone(lease, tasks.stream().map(each -> each.at(each.attempt() - 1)).toList());
  }

  /**
   * Ends rows of what the lease has in hand, each with all its tasks.
   *
   * @return what it has still in hand
   * @throws StaleLeaseException the lease does not hold one of the tasks
   */
  List<Parcel> settle(Lease lease, List<Parcel> hand, List<Outcome> outcomes) {
    Map<Long, List<Outcome>> byRow =
        outcomes.stream().collect(Collectors.groupingBy(each -> each.task().id()));
    List<Parcel> ended = new ArrayList<>();
    List<Parcel> returned = new ArrayList<>();
    List<Parcel> kept = new ArrayList<>();
    List<Task> rest = new ArrayList<>();
    for (Parcel each : hand) {
      List<Outcome> of = byRow.remove(each.id());
      if (of == null) {
        kept.add(each);
        continue;
      }
      if (of.size() != each.tasks().size()) {
        throw new IllegalArgumentException(
            "outcomes: must be one for each task in hand, a row with %d tasks has %d; indicates a bug"
                .formatted(each.tasks().size(), of.size()));
      }
      List<Task> back = returned(of);
      if (back.size() == each.tasks().size()) {
        returned.add(each);
      } else {
        ended.add(each);
        rest.addAll(back);
      }
    }
    if (!byRow.isEmpty()) {
      throw new StaleLeaseException(
          lease, "it does not hold the rows of " + byRow.size() + " of the tasks to settle");
    }
    change(lease, ended, table.remove(lease, ended));
    change(lease, returned, table.giveBack(lease, returned));
    table.insert(unclaimed(lease, rest), QueueTable.NOBODY);
    log.write(effects.of(lease.lane(), outcomes));
    return kept;
  }

  private static List<Task> returned(List<Outcome> outcomes) {
    return outcomes.stream()
        .filter(each -> each instanceof Outcome.Returned)
        .map(Outcome::task)
        .toList();
  }

  private void change(Lease lease, List<Parcel> parcels, QueueTable.Change change) {
    if (parcels.isEmpty()) {
      return;
    }
    db.later(
        change.sql(),
        change.values(),
        changed -> {
          if (changed != parcels.size()) {
            throw new StaleLeaseException(
                lease, "it held " + changed + " of the " + parcels.size() + " rows to settle");
          }
        });
  }
}
