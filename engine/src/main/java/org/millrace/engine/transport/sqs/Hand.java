package org.millrace.engine.transport.sqs;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.millrace.engine.lease.Lease;
import org.millrace.engine.lease.StaleLeaseException;
import org.millrace.engine.task.Outcome;
import org.millrace.engine.task.Task;

/**
 * The deliveries that a container has in hand, kept hidden from others while they are here.
 * Thread-safe: what is let go is never hidden again, or others would wait for it in vain.
 */
final class Hand {
  private final Lease lease;
  private final LaneQueue queue;
  private final Map<String, Held> held = new LinkedHashMap<>();
  private final Map<UUID, String> messages = new LinkedHashMap<>();
  private boolean lost;

  /** A delivery, and those of its tasks that are being run. */
  private record Held(Delivery delivery, List<Task> tasks) {}

  Hand(Lease lease, LaneQueue queue) {
    this.lease = lease;
    this.queue = queue;
  }

  Lease lease() {
    return lease;
  }

  /**
   * @param most tasks; more can only be in a delivery that comes alone, and those are not begun
   */
  synchronized List<Task> take(Collection<Delivery> deliveries, int most) {
    List<Task> all = new ArrayList<>();
    for (Delivery each : deliveries) {
      List<Task> tasks = each.run();
      tasks = tasks.subList(0, Math.min(tasks.size(), most - all.size()));
      held.put(each.messageId(), new Held(each, tasks));
      tasks.forEach(task -> messages.put(task.uid(), each.messageId()));
      all.addAll(tasks);
    }
    return all;
  }

  /**
   * What outcomes mean for the deliveries that their tasks came with.
   *
   * @throws StaleLeaseException one of the tasks is not in hand
   * @throws IllegalArgumentException some of a delivery's tasks have no outcome
   */
  synchronized List<Ended> ended(List<Outcome> outcomes) {
    Map<String, List<Outcome>> byMessage =
        outcomes.stream()
            .collect(
                Collectors.groupingBy(
                    each -> message(each.task()), LinkedHashMap::new, Collectors.toList()));
    List<Ended> ended = new ArrayList<>();
    byMessage.forEach(
        (message, of) -> {
          Held each = held.get(message);
          if (of.size() != each.tasks().size()) {
            throw new IllegalArgumentException(
                "outcomes: must be one for each task in hand, a message with %d tasks has %d; indicates a bug"
                    .formatted(each.tasks().size(), of.size()));
          }
          ended.add(
              new Ended(
                  each.delivery(),
                  of.stream().filter(out -> !(out instanceof Outcome.Returned)).toList()));
        });
    return ended;
  }

  private String message(Task task) {
    String message = messages.get(task.uid());
    if (message == null) {
      throw new StaleLeaseException(lease, "it does not hold task " + task.uid());
    }
    return message;
  }

  synchronized void remove(Collection<Delivery> deliveries) {
    for (Delivery each : deliveries) {
      held.remove(each.messageId()).tasks().forEach(task -> messages.remove(task.uid()));
    }
  }

  synchronized boolean isEmpty() {
    return held.isEmpty();
  }

  /** Hides what is in hand for another while. */
  synchronized void extend() {
    if (!lost && !held.isEmpty()) {
      queue.extend(deliveries());
    }
  }

  /** Its lease is gone: others get what is in hand when it is hidden no more. */
  synchronized void lose() {
    lost = true;
  }

  /** Empties the hand; answers what may be given back at once, which is nothing of a lost lease. */
  synchronized List<Delivery> drop() {
    List<Delivery> rest = lost ? List.of() : deliveries();
    held.clear();
    messages.clear();
    return rest;
  }

  private List<Delivery> deliveries() {
    return held.values().stream().map(Held::delivery).toList();
  }
}
