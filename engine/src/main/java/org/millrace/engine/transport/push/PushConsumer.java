package org.millrace.engine.transport.push;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import org.apache.activemq.artemis.api.core.ActiveMQException;
import org.apache.activemq.artemis.api.core.client.ClientMessage;
import org.apache.activemq.artemis.api.core.client.ClientSession;
import org.millrace.engine.lease.Lease;
import org.millrace.engine.lease.StaleLeaseException;
import org.millrace.engine.ledger.Effects;
import org.millrace.engine.task.Outcome;
import org.millrace.engine.task.Task;
import org.millrace.engine.transport.Envelope;
import org.millrace.engine.transport.LaneConsumer;
import org.millrace.engine.transport.Packing;
import org.millrace.engine.transport.StoreLostException;
import org.millrace.scheduling.Lane;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One transacted session a container. A message is run only at its first delivery: one that comes
 * again was in a worker's hand that did not settle it, which is one attempt, and goes to the ledger
 * to be tried alone later. The lock keeps {@link #giveBackIfSlow} out of the container's way.
 */
final class PushConsumer implements LaneConsumer {
  private static final Logger LOG = LoggerFactory.getLogger(PushConsumer.class);

  private static final long WAIT_MILLIS = 5;
  private static final long SLOW_NANOS = 100_000_000L;

  /** A task that takes less is fetched ahead, also where a batch is one. */
  private static final long QUICK_NANOS = 1_000_000L;

  /** And one that takes less, where tasks have been quick. */
  private static final long STILL_QUICK_NANOS = 5_000_000L;

  private final Lease lease;
  private final Destinations lane;
  private final PushParts parts;
  private final HandFiles.Hand hand;
  private final ReentrantLock lock = new ReentrantLock();
  private final ClientSession session;
  private final Sender sender;
  private final LaneReader main;
  private final LaneReader solo;
  private boolean lookedForSolo;

  /** Received and not to be run: part of the next commit. */
  private final List<Outcome> crashed = new ArrayList<>();

  /** Received with others and too much for the batch: goes back with the next commit. */
  private final List<Task> surplus = new ArrayList<>();

  private boolean uncommitted;
  private List<Task> inHand = List.of();
  private long runningSince;
  private boolean quick;
  private long lastId;
  private boolean over;

  PushConsumer(Lease lease, PushParts parts) {
    this.lease = lease;
    this.lane = Destinations.of(lease.lane());
    this.parts = parts;
    this.session = parts.broker().session();
    try {
      this.sender = new Sender(parts.broker(), session, parts.codec());
      parts.broker().make(session, lane);
    } catch (ActiveMQException e) {
      throw lost(e);
    }
    this.main = new LaneReader(parts.broker(), session, lane.main(), false);
    this.solo = new LaneReader(parts.broker(), session, lane.solo(), true);
    this.hand = parts.hands() == null ? null : parts.hands().take();
    parts.giveBack().watch(this);
  }

  @Override
  public List<Task> claim(int max) {
    lock.lock();
    try {
      checkLease();
      List<Task> claimed = take(max);
      if (claimed.isEmpty() && uncommitted) {
        commit(List.of());
        claimed = take(max);
      }
      return claimed;
    } catch (ActiveMQException e) {
      throw lost(e);
    } finally {
      lock.unlock();
    }
  }

  @Override
  public List<Task> settle(List<Outcome> outcomes, int nextMax) {
    lock.lock();
    try {
      checkLease();
      checkInHand(outcomes);
      noteSpeed();
      commit(outcomes);
      return nextMax > 0 ? take(nextMax) : List.of();
    } catch (ActiveMQException e) {
      throw lost(e);
    } finally {
      lock.unlock();
    }
  }

  /** What it has in hand goes back as an attempt that did not end, the rest as it was. */
  @Override
  public void close() {
    parts.giveBack().leave(this);
    lock.lock();
    try {
      if (!inHand.isEmpty() && !over) {
        session.rollback();
      }
      session.close();
    } catch (ActiveMQException gone) {
      LOG.debug("Closing a session on {}", lease.lane(), gone);
    } finally {
      over = true;
      if (hand != null) {
        hand.giveBack();
      }
      lock.unlock();
    }
  }

  /** Called while the container runs its batch, and at any other time. */
  void giveBackIfSlow() {
    if (!lock.tryLock()) {
      return;
    }
    try {
      boolean slow = !inHand.isEmpty() && System.nanoTime() - runningSince > SLOW_NANOS;
      if (slow && !over && main.holdsMore()) {
        main.close();
      }
    } catch (ActiveMQException gone) {
      LOG.debug("Giving back what was fetched ahead of {}", lease.lane(), gone);
    } finally {
      lock.unlock();
    }
  }

  private void noteSpeed() {
    long nanos = (System.nanoTime() - runningSince) / Math.max(1, inHand.size());
    quick = nanos < (quick ? STILL_QUICK_NANOS : QUICK_NANOS);
  }

  private List<Task> take(int max) throws ActiveMQException {
    List<Task> claimed = List.of();
    if (!lookedForSolo) {
      claimed = takeFrom(solo, lane.solo(), 1, 0);
      lookedForSolo = claimed.isEmpty();
    }
    if (claimed.isEmpty()) {
      claimed = takeFrom(main, lane.main(), max, WAIT_MILLIS);
    }
    if (claimed.isEmpty()) {
      claimed = takeFrom(solo, lane.solo(), 1, 0);
    }
    if (hand != null) {
      hand.hold(claimed);
    }
    inHand = claimed;
    runningSince = System.nanoTime();
    return claimed;
  }

  private List<Task> takeFrom(LaneReader reader, String queue, int max, long waitMillis)
      throws ActiveMQException {
    int ahead = quick ? Math.max(max, LaneReader.FETCHES_AHEAD_FROM) : max;
    List<ClientMessage> messages = reader.receive(max, ahead, waitMillis);
    if (messages.isEmpty()) {
      return List.of();
    }
    uncommitted = true;
    Arrivals.Sorted sorted = parts.arrivals().sort(queue, messages);
    for (byte[] each : sorted.refused()) {
      LOG.warn(
          "A message in {} was not sent by Millrace, or was altered: moved to {}",
          queue,
          lane.dead());
      sender.refused(lane, each, "not sent by Millrace, or altered on its way");
    }
    sorted.crashed().forEach(each -> crashed.add(parts.crashes().crashed(lease.lane(), each)));
    List<Task> fresh = sorted.fresh();
    int most = Math.min(max, fresh.size());
    surplus.addAll(fresh.subList(most, fresh.size()));
    return fresh.subList(0, most).stream().map(this::numbered).toList();
  }

  /** All that a settlement does, in one transaction of the broker. */
  private void commit(List<Outcome> outcomes) throws ActiveMQException {
    List<Outcome> all = new ArrayList<>(crashed);
    all.addAll(outcomes);
    Effects effects = parts.effects().of(lease.lane(), all);
    Map<Lane, Boolean> here = new HashMap<>();
    Effects toLedger =
        effects.sending(each -> !here.computeIfAbsent(each.lane(), to -> isPush(to)));
    // First, so that it stands in its queue before what the outputs will have done does.
    if (!toLedger.isEmpty()) {
      sender.settlement(Settlement.of(toLedger).write(parts.seal()));
    }
    List<Envelope> sent = effects.sent().stream().filter(each -> here.get(each.lane())).toList();
    for (Packing.Row each : parts.packing().pack(sent)) {
      sender.row(each, null);
    }
    for (Envelope each : effects.dead()) {
      sender.dead(lease.lane(), each.task());
    }
    for (Outcome each : outcomes) {
      if (each instanceof Outcome.Returned) {
        sender.task(new Envelope(lease.lane(), untried(each.task())), null);
      }
    }
    for (Task each : surplus) {
      sender.task(new Envelope(lease.lane(), untried(each)), null);
    }
    sender.commit();
    inHand = List.of();
    surplus.clear();
    crashed.clear();
    uncommitted = false;
  }

  private boolean isPush(Lane to) {
    return parts.transports().to(to).name().equals(PushTransport.NAME);
  }

  private void checkLease() throws ActiveMQException {
    if (over) {
      throw new StaleLeaseException(
          lease, "its session has ended: what it had in hand is settled or goes to another");
    }
    try {
      parts.leases().check(lease);
    } catch (StaleLeaseException e) {
      end();
      throw e;
    }
  }

  private void checkInHand(List<Outcome> outcomes) {
    Set<Long> held = new HashSet<>();
    inHand.forEach(each -> held.add(each.id()));
    if (outcomes.size() != held.size()
        || !outcomes.stream().allMatch(each -> held.contains(each.task().id()))) {
      throw new StaleLeaseException(
          lease,
          "it held " + held.size() + " tasks and not those " + outcomes.size() + " to settle");
    }
  }

  /** Nothing that was not committed has happened. */
  private void end() throws ActiveMQException {
    over = true;
    inHand = List.of();
    session.rollback();
    session.close();
  }

  /** Whether a commit under way was made is not known, and need not be: the broker knows. */
  private StoreLostException lost(ActiveMQException e) {
    over = true;
    inHand = List.of();
    try {
      session.close();
    } catch (ActiveMQException gone) {
      LOG.debug("Closing a lost session on {}", lease.lane(), gone);
    }
    return new StoreLostException(e);
  }

  private Task numbered(Task task) {
    return with(task, ++lastId, task.attempt());
  }

  private static Task untried(Task task) {
    return with(task, 0, task.attempt() - 1);
  }

  private static Task with(Task task, long id, int attempt) {
    return new Task(
        id,
        task.uid(),
        task.jobId(),
        attempt,
        task.solo(),
        task.headers(),
        task.body(),
        task.failures(),
        task.readyAt());
  }
}
