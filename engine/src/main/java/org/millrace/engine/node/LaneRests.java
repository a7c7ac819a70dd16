package org.millrace.engine.node;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.millrace.engine.machine.Machine;
import org.millrace.scheduling.Lane;

/**
 * Lanes in which a container found nothing though the ledger counts work there: a dead worker still
 * holds it, or a rival took it. They are left alone for a moment, or until the count changes.
 */
final class LaneRests {
  private static final long REST_NANOS = 200_000_000L;

  private record Rest(long until, LaneCount count) {}

  private final Machine machine;
  private final Map<Lane, Rest> rests = new ConcurrentHashMap<>();

  LaneRests(Machine machine) {
    this.machine = machine;
  }

  void rest(Lane lane, LaneCount count) {
    rests.put(lane, new Rest(machine.nanoTime() + REST_NANOS, count));
  }

  boolean resting(Lane lane, LaneCount count) {
    Rest rest = rests.get(lane);
    if (rest == null) {
      return false;
    }
    boolean over = !count.equals(rest.count()) || machine.nanoTime() - rest.until() > 0;
    if (over) {
      rests.remove(lane);
    }
    return !over;
  }
}
