package org.millrace.engine.node;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import org.millrace.engine.machine.Machine;
import org.millrace.engine.task.Outcome;
import org.millrace.scheduling.Lane;

/**
 * Wakes containers of this process that wait at a lane which has run dry, when another container
 * here has sent something there. Nothing is lost with a bell that nobody hears: the scheduler
 * counts too. Thread-safe.
 */
final class LaneBells {
  private final Map<Lane, Semaphore> bells = new ConcurrentHashMap<>();
  private final Machine machine;

  LaneBells(Machine machine) {
    this.machine = machine;
  }

  /** For every lane of the queue that these outcomes, which are committed, sent something to. */
  void ring(String queue, List<Outcome> outcomes) {
    outcomes.stream()
        .filter(Outcome.Done.class::isInstance)
        .flatMap(each -> ((Outcome.Done) each).emissions().stream())
        .map(each -> each.stage())
        .distinct()
        .forEach(stage -> bell(new Lane(queue, stage)).release());
  }

  /**
   * Waits for a ring that was not yet waited for; one that came before counts too.
   *
   * @return whether one came in time
   */
  boolean await(Lane lane, long nanos) {
    Semaphore bell = bell(lane);
    try {
      boolean rang = machine.await(bell, nanos);
      // The next claim takes all that was sent until now.
      bell.drainPermits();
      return rang;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private Semaphore bell(Lane lane) {
    return bells.computeIfAbsent(lane, key -> new Semaphore(0));
  }
}
