package org.millrace.engine.transport.sqs;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.millrace.engine.db.Database;
import org.millrace.engine.lease.Lease;
import org.millrace.engine.lease.Leases;
import org.millrace.engine.ledger.EffectLog;
import org.millrace.engine.ledger.SettlementEffects;
import org.millrace.engine.task.Outcome;
import org.millrace.engine.transport.CrashPolicy;
import org.millrace.scheduling.Lane;
import org.springframework.dao.ConcurrencyFailureException;
import org.springframework.dao.DuplicateKeyException;

/**
 * What the ledger's database says and learns of deliveries, a transaction each, under the lease.
 * Thread-safe.
 */
final class Ledger {
  private static final int TRIES = 5;

  private final Database db;
  private final Leases leases;
  private final SettlementEffects effects;
  private final EffectLog log;
  private final CrashPolicy crashes;
  private final Known known;

  /**
   * @param kept to be run now
   * @param returned to be given back at once
   * @param over settled, here or before, or not wanted any more
   */
  record Claim(List<Delivery> kept, List<Delivery> returned, List<Delivery> over) {}

  Ledger(
      Database db,
      Leases leases,
      SettlementEffects effects,
      EffectLog log,
      CrashPolicy crashes,
      Known known) {
    this.db = db;
    this.leases = leases;
    this.effects = effects;
    this.log = log;
    this.crashes = crashes;
    this.known = known;
  }

  void hold(Lease lease) {
    db.inTransaction(() -> leases.hold(lease));
  }

  /**
   * Decides what becomes of deliveries: run now, tried again later since a worker died with it, or
   * no work at all.
   */
  Claim claim(Lease lease, List<Delivery> deliveries) {
    return alone(
        () -> {
          leases.hold(lease);
          Known.Sorted sorted = known.sort(deliveries);
          settle(
              lease,
              sorted.crashed().stream()
                  .map(each -> crashes.crashed(lease.lane(), each.crash()))
                  .toList(),
              sorted.crashed());
          List<Delivery> over = new ArrayList<>(sorted.stale());
          over.addAll(sorted.crashed());
          List<Delivery> kept = together(sorted.fresh());
          List<Delivery> returned = new ArrayList<>(sorted.fresh());
          returned.removeAll(kept);
          known.returned(returned);
          return new Claim(kept, returned, over);
        });
  }

  /**
   * Sorts deliveries of a lane that a job is moved away from, in the caller's transaction: kept are
   * the job's own, returned those of others. Where a worker died with one of the job's, that
   * counts, and it is tried again in its new lane.
   */
  Claim pass(Lane to, long job, List<Delivery> deliveries) {
    Known.Sorted sorted = known.sort(deliveries);
    List<Delivery> own = new ArrayList<>(sorted.fresh());
    own.removeIf(each -> each.task().jobId() != job);
    List<Delivery> ended = new ArrayList<>(sorted.crashed());
    ended.removeIf(each -> each.task().jobId() != job);
    known.settle(ended);
    log.write(
        effects.of(to, ended.stream().map(each -> crashes.crashed(to, each.crash())).toList()));
    List<Delivery> others = new ArrayList<>(sorted.fresh());
    others.addAll(sorted.crashed());
    others.removeIf(each -> each.task().jobId() == job);
    known.returned(others);
    List<Delivery> over = new ArrayList<>(sorted.stale());
    over.addAll(ended);
    return new Claim(own, others, over);
  }

  /**
   * @param ended deliveries whose outcomes count, unless they were settled before
   * @param returned deliveries that were no attempts
   */
  void settle(Lease lease, List<Outcome> outcomes, List<Delivery> ended, List<Delivery> returned) {
    alone(
        () -> {
          leases.hold(lease);
          settle(lease, outcomes, ended);
          known.returned(returned);
          return ended;
        });
  }

  private void settle(Lease lease, List<Outcome> outcomes, List<Delivery> ended) {
    Set<UUID> counting =
        known.settle(ended).stream().map(each -> each.task().uid()).collect(Collectors.toSet());
    log.write(
        effects.of(
            lease.lane(),
            outcomes.stream().filter(each -> counting.contains(each.task().uid())).toList()));
  }

  /** A task that was in hand when a worker died comes alone, and the others first. */
  private static List<Delivery> together(List<Delivery> fresh) {
    List<Delivery> others = fresh.stream().filter(each -> !each.task().solo()).toList();
    return others.isEmpty() && !fresh.isEmpty() ? List.of(fresh.get(0)) : others;
  }

  /** Whoever settles the same delivery at the same time goes first, and is seen the next time. */
  private <T> T alone(Supplier<T> work) {
    for (int tries = 1; ; tries++) {
      try {
        return db.inTransaction(work);
      } catch (DuplicateKeyException | ConcurrencyFailureException e) {
        if (tries == TRIES) {
          throw e;
        }
      }
    }
  }
}
