package org.millrace.engine.transport.sqs;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.millrace.engine.db.Database;
import org.millrace.engine.lease.Lease;
import org.millrace.engine.lease.Leases;
import org.millrace.engine.ledger.EffectLog;
import org.millrace.engine.ledger.Effects;
import org.millrace.engine.ledger.SettlementEffects;
import org.millrace.engine.task.Outcome;
import org.millrace.engine.transport.CrashPolicy;
import org.millrace.engine.transport.Envelope;
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
   *
   * @param most tasks; a delivery of more is kept when it comes alone
   */
  Claim claim(Lease lease, List<Delivery> deliveries, int most) {
    return alone(
        look -> {
          leases.hold(lease);
          Known.Sorted sorted = known.sort(deliveries);
          settle(lease.lane(), crashed(lease.lane(), sorted.crashed()), look);
          List<Delivery> over = new ArrayList<>(sorted.stale());
          over.addAll(sorted.crashed());
          List<Delivery> kept = together(sorted.fresh(), most);
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
    own.removeIf(each -> each.row().jobId() != job);
    List<Delivery> ended = new ArrayList<>(sorted.crashed());
    ended.removeIf(each -> each.row().jobId() != job);
    settle(to, crashed(to, ended), true);
    List<Delivery> others = new ArrayList<>(sorted.fresh());
    others.addAll(sorted.crashed());
    others.removeIf(each -> each.row().jobId() == job);
    known.returned(others);
    List<Delivery> over = new ArrayList<>(sorted.stale());
    over.addAll(ended);
    return new Claim(own, others, over);
  }

  /**
   * Notes that nobody has begun these deliveries.
   *
   * @return those that others may have at once
   */
  List<Delivery> giveBack(List<Delivery> deliveries) {
    return alone(
        look -> {
          List<Delivery> fresh = known.sort(deliveries).fresh();
          known.returned(fresh);
          return fresh;
        });
  }

  /**
   * Settles what counts of this: what has not been settled before. What is left goes back as it
   * was, and that was no attempt.
   *
   * @return what became of each: where another settles the same, nothing is taken apart
   */
  List<Ended> settle(Lease lease, List<Ended> ended) {
    return alone(
        look -> {
          leases.hold(lease);
          List<Ended> now = look ? ended.stream().map(Ended::together).toList() : ended;
          settle(lease.lane(), now, look);
          known.returned(now.stream().filter(each -> !each.isOver()).map(Ended::delivery).toList());
          return now;
        });
  }

  private void settle(Lane lane, List<Ended> ended, boolean look) {
    List<Ended> counting = known.settle(ended, look);
    Effects all =
        effects.of(lane, counting.stream().flatMap(each -> each.outcomes().stream()).toList());
    counting.stream()
        .filter(Ended::apart)
        .flatMap(each -> each.left().stream())
        .forEach(each -> all.sent().add(new Envelope(lane, each)));
    log.write(all);
  }

  private List<Ended> crashed(Lane lane, List<Delivery> deliveries) {
    return deliveries.stream().map(each -> new Ended(each, crashed(lane, each))).toList();
  }

  private List<Outcome> crashed(Lane lane, Delivery delivery) {
    return delivery.crash().stream().map(each -> crashes.crashed(lane, each)).toList();
  }

  /** A task that was in hand when a worker died comes alone, and the others first. */
  private static List<Delivery> together(List<Delivery> fresh, int most) {
    List<Delivery> kept = new ArrayList<>();
    int tasks = 0;
    for (Delivery each : fresh) {
      if (!each.row().solo()) {
        tasks += each.tasks().size();
        if (!kept.isEmpty() && tasks > most) {
          break;
        }
        kept.add(each);
      }
    }
    return kept.isEmpty() && !fresh.isEmpty() ? List.of(fresh.get(0)) : kept;
  }

  /**
   * Whoever settles the same delivery at the same time goes first, and is seen the next time.
   *
   * @param work told whether to look for what others have settled
   */
  private <T> T alone(Function<Boolean, T> work) {
    for (int tries = 1; ; tries++) {
      boolean look = tries > 1;
      try {
        return db.inTransaction(() -> work.apply(look));
      } catch (DuplicateKeyException | ConcurrencyFailureException e) {
        if (tries == TRIES) {
          throw e;
        }
      }
    }
  }
}
