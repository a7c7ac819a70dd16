package org.millrace.engine.node;

import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.millrace.engine.ledger.QueueMarks;
import org.millrace.engine.ledger.QueueMarks.Mark;
import org.millrace.scheduling.manager.Explanation;
import org.millrace.scheduling.manager.Reason;
import org.millrace.scheduling.manager.ResourceManager;
import org.millrace.scheduling.tree.QueuePath;

/**
 * Holds the resource manager to the pauses in the database, which say by whom and since when. Not
 * thread-safe.
 */
final class QueuePauses {
  private final QueueMarks store;
  private final ResourceManager manager;
  private Map<String, Mark> known = Map.of();

  QueuePauses(QueueMarks store, ResourceManager manager) {
    this.store = store;
    this.manager = manager;
  }

  /** False when there is no such queue. */
  boolean pause(String queue, String by) {
    if (!tell(queue, true)) {
      return false;
    }
    try {
      store.add(queue, by);
    } catch (RuntimeException e) {
      tell(queue, cover(queue));
      throw e;
    }
    read();
    return true;
  }

  boolean resume(String queue) {
    boolean wasPaused = store.remove(queue);
    read();
    return wasPaused;
  }

  /** Brings the manager in line. A queue that is not there is paused when it is. */
  void read() {
    Map<String, Mark> now = new TreeMap<>();
    store.all().forEach(pause -> now.put(pause.queue(), pause));
    known.keySet().stream().filter(queue -> !now.containsKey(queue)).forEach(this::release);
    now.keySet().forEach(queue -> tell(queue, true));
    known = now;
  }

  List<Mark> all() {
    return List.copyOf(known.values());
  }

  /** Whether the queue or one above it is paused. */
  boolean cover(String queue) {
    Optional<String> at = Optional.of(queue);
    while (at.isPresent() && !known.containsKey(at.get())) {
      at = QueuePath.parent(at.get());
    }
    return at.isPresent();
  }

  /** Adds to the manager's reasons what it does not know: by whom and since when. */
  Explanation complete(Explanation explanation) {
    return new Explanation(
        explanation.application(),
        explanation.queue(),
        explanation.active(),
        explanation.containers(),
        explanation.waitingFor(),
        explanation.reasons().stream().map(this::complete).toList());
  }

  private Reason complete(Reason reason) {
    Mark pause = known.get(reason.subject());
    if (reason.kind() != Reason.Kind.QUEUE_PAUSED || pause == null) {
      return reason;
    }
    String sentence =
        "queue %s is paused by %s since %s"
            .formatted(pause.queue(), pause.by(), pause.since().truncatedTo(ChronoUnit.SECONDS));
    return new Reason(
        reason.kind(),
        reason.subject(),
        reason.uses(),
        reason.limit(),
        reason.count(),
        reason.of(),
        sentence);
  }

  private void release(String queue) {
    tell(queue, false);
  }

  private boolean tell(String queue, boolean paused) {
    try {
      manager.pause(queue, paused);
      return true;
    } catch (IllegalArgumentException noSuchQueue) {
      return false;
    }
  }
}
