package org.millrace.engine.transport.sqs;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.millrace.engine.lease.Lease;
import org.millrace.engine.lease.StaleLeaseException;
import org.millrace.engine.task.Task;

/**
 * The deliveries that a container has in hand, kept hidden from others while they are here.
 * Thread-safe: what is let go is never hidden again, or others would wait for it in vain.
 */
final class Hand {
  private final Lease lease;
  private final LaneQueue queue;
  private final Map<UUID, Delivery> held = new HashMap<>();
  private boolean lost;

  Hand(Lease lease, LaneQueue queue) {
    this.lease = lease;
    this.queue = queue;
  }

  Lease lease() {
    return lease;
  }

  synchronized List<Task> take(Collection<Delivery> deliveries) {
    deliveries.forEach(each -> held.put(each.task().uid(), each));
    return deliveries.stream().map(Delivery::task).toList();
  }

  /**
   * @throws StaleLeaseException it is not in hand
   */
  synchronized Delivery of(Task task) {
    Delivery delivery = held.get(task.uid());
    if (delivery == null) {
      throw new StaleLeaseException(lease, "it does not hold task " + task.uid());
    }
    return delivery;
  }

  synchronized void remove(Collection<Delivery> deliveries) {
    deliveries.forEach(each -> held.remove(each.task().uid()));
  }

  synchronized boolean isEmpty() {
    return held.isEmpty();
  }

  /** Hides what is in hand for another while. */
  synchronized void extend() {
    if (!lost && !held.isEmpty()) {
      queue.extend(held.values());
    }
  }

  /** Its lease is gone: others get what is in hand when it is hidden no more. */
  synchronized void lose() {
    lost = true;
  }

  /** Empties the hand; answers what may be given back at once, which is nothing of a lost lease. */
  synchronized List<Delivery> drop() {
    List<Delivery> rest = lost ? List.of() : new ArrayList<>(held.values());
    held.clear();
    return rest;
  }
}
