package org.millrace.engine.transport.sqs;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.ToIntFunction;
import org.millrace.engine.transport.Packing;
import org.millrace.scheduling.Lane;

/**
 * Which queues have as many messages as they should: some servers take longer for every call the
 * more a queue holds. What has no room waits in the outbox. Used by one thread.
 */
final class Room {
  private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

  private final int most;
  private final ToIntFunction<Lane> waiting;
  private final Map<Lane, Integer> left = new HashMap<>();
  private final Set<Lane> full = new HashSet<>();
  private long looked = System.nanoTime();

  /**
   * @param most of a queue; {@code Integer.MAX_VALUE} where it does not matter
   * @param waiting asks the server
   */
  Room(int most, ToIntFunction<Lane> waiting) {
    this.most = most;
    this.waiting = waiting;
  }

  /** Those for which there is room, which is taken by that. */
  List<Packing.Row> fitting(List<Packing.Row> rows) {
    return most == Integer.MAX_VALUE ? rows : rows.stream().filter(this::take).toList();
  }

  /** Lanes to leave out for now; looks again after a while. */
  Set<Lane> full() {
    if (System.nanoTime() - looked > LOOK_NANOS) {
      looked = System.nanoTime();
      left.clear();
      full.clear();
    }
    return full;
  }

  private boolean take(Packing.Row row) {
    Lane to = row.envelope().lane();
    int room = left.computeIfAbsent(to, lane -> Math.max(0, most - waiting.applyAsInt(lane)));
    if (room == 0) {
      full.add(to);
      return false;
    }
    left.put(to, room - 1);
    return true;
  }
}
