package org.millrace.engine.transport.table;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.millrace.engine.db.Database;
import org.millrace.engine.lease.Lease;
import org.millrace.engine.lease.StaleLeaseException;
import org.millrace.engine.ledger.EffectLog;
import org.millrace.engine.ledger.Effects;
import org.millrace.engine.ledger.SettlementEffects;
import org.millrace.engine.task.Outcome;
import org.millrace.engine.task.Task;
import org.millrace.engine.transport.Envelope;
import org.millrace.engine.transport.Packing;

/** Rows of the queue table that leases have in hand. Every method is part of a transaction. */
final class HeldTasks {
  /** In one order for all: on H2 a claim waits for a rival's. */
  private static final Comparator<Turn> BY_LANE =
      Comparator.comparingInt(each -> each.lease.laneId());

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
   * Settles what each has outcomes for, and claims what each asks for.
   *
   * @throws StaleLeaseException a lease does not hold one of the tasks
   */
  void take(List<Turn> turns) {
    settle(turns);
    claim(turns.stream().filter(each -> each.max > 0).sorted(BY_LANE).toList());
  }

  private void settle(List<Turn> turns) {
    List<Lease> leases = turns.stream().map(each -> each.lease).toList();
    Ends ends = new Ends();
    turns.forEach(each -> end(each, ends));
    change(leases, ends.removed, table.remove(leases, ends.removed));
    change(leases, ends.returned, table.giveBack(leases, ends.returned));
    table.insert(ends.apart, QueueTable.NOBODY);
    log.write(
        Effects.together(
            turns.stream().map(each -> effects.of(each.lease.lane(), each.outcomes)).toList()));
  }

  /** What becomes of rows whose tasks have ended. */
  private static final class Ends {
    final List<Parcel> removed = new ArrayList<>();
    final List<Parcel> returned = new ArrayList<>();
    final List<Packing.Row> apart = new ArrayList<>();
  }

  private static void end(Turn turn, Ends to) {
    Map<Long, List<Outcome>> byRow =
        turn.outcomes.stream().collect(Collectors.groupingBy(each -> each.task().id()));
    List<Parcel> kept = new ArrayList<>();
    for (Parcel each : turn.hand) {
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
        to.returned.add(each);
      } else {
        to.removed.add(each);
        to.apart.addAll(unclaimed(turn.lease, back));
      }
    }
    if (!byRow.isEmpty()) {
      throw new StaleLeaseException(
          turn.lease, "it does not hold the rows of " + byRow.size() + " of the tasks to settle");
    }
    turn.kept = kept;
  }

  private static List<Task> returned(List<Outcome> outcomes) {
    return outcomes.stream()
        .filter(each -> each instanceof Outcome.Returned)
        .map(Outcome::task)
        .toList();
  }

  /** All are asked for together; only whose rows' sizes nobody knows yet look at one first. */
  private void claim(List<Turn> turns) {
    Map<Turn, Supplier<List<Parcel>>> claims = new LinkedHashMap<>();
    for (Turn each : turns) {
      int rows = each.perRow > 0 ? Math.max(1, each.max / each.perRow) : 1;
      claims.put(each, table.claim(each.lease, rows));
    }
    db.sendDeferred();
    claims.forEach((turn, claimed) -> turn.claimed = keep(turn, more(turn, claimed.get())));
  }

  private List<Parcel> more(Turn turn, List<Parcel> claimed) {
    int rows = turn.perRow > 0 || claimed.isEmpty() ? 0 : turn.max / tasks(claimed) - 1;
    if (rows <= 0) {
      return claimed;
    }
    Supplier<List<Parcel>> further = table.claim(turn.lease, rows);
    db.sendDeferred();
    List<Parcel> all = new ArrayList<>(claimed);
    all.addAll(further.get());
    return all;
  }

  /** A task that was in hand when a worker died comes alone, and the others first. */
  private List<Parcel> keep(Turn turn, List<Parcel> claimed) {
    int keep = 0;
    int tasks = 0;
    for (Parcel each : claimed) {
      boolean alone = each.first().solo();
      tasks += each.tasks().size();
      if (keep > 0 && (alone || tasks > turn.max)) {
        break;
      }
      keep++;
      if (alone) {
        break;
      }
    }
    List<Lease> lease = List.of(turn.lease);
    List<Parcel> others = claimed.subList(keep, claimed.size());
    change(lease, others, table.giveBack(lease, others));
    List<Parcel> kept = List.copyOf(claimed.subList(0, keep));
    return keep == 1 && tasks(kept) > turn.max
        ? takeApart(turn.lease, kept.get(0), turn.max)
        : kept;
  }

  private static int tasks(List<Parcel> parcels) {
    return parcels.stream().mapToInt(each -> each.tasks().size()).sum();
  }

  /** Its first tasks stay in hand, each in a row of its own; the others go back. */
  private List<Parcel> takeApart(Lease lease, Parcel parcel, int max) {
    List<Task> mine = parcel.tasks().subList(0, max);
    change(List.of(lease), List.of(parcel), table.remove(List.of(lease), List.of(parcel)));
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

  private void change(List<Lease> leases, List<Parcel> parcels, QueueTable.Change change) {
    if (parcels.isEmpty()) {
      return;
    }
    db.later(
        change.sql(),
        change.values(),
        changed -> {
          if (changed != parcels.size()) {
            throw new StaleLeaseException(
                leases.get(0),
                "it held " + changed + " of the " + parcels.size() + " rows to settle");
          }
        });
  }
}
