package org.millrace.engine.transport.table;

import java.util.List;
import java.util.stream.Stream;
import org.millrace.engine.lease.Lease;
import org.millrace.engine.task.Outcome;
import org.millrace.engine.task.Task;
import org.millrace.engine.transport.LaneConsumer;

final class TableConsumer implements LaneConsumer {
  private final Lease lease;
  private final TableTurns turns;

  private List<Parcel> hand = List.of();

  /** How many tasks the last row held, as its neighbours are likely to. */
  private int perRow;

  /** A settlement was sent whose commit nobody answered. */
  private boolean unknown;

  TableConsumer(Lease lease, TableTurns turns) {
    this.lease = lease;
    this.turns = turns;
  }

  @Override
  public List<Task> claim(int max) {
    Turn turn = new Turn(lease, hand, List.of(), max, perRow);
    turns.take(turn);
    return inHand(turn.kept, turn.claimed);
  }

  @Override
  public List<Task> settle(List<Outcome> outcomes, int nextMax) {
    Turn turn = new Turn(lease, hand, outcomes, nextMax, perRow);
    if (unknown) {
      turns.takeAgain(turn);
    } else {
      unknown = true;
      turns.take(turn);
    }
    unknown = false;
    return inHand(turn.kept, turn.claimed);
  }

  private List<Task> inHand(List<Parcel> kept, List<Parcel> claimed) {
    hand = Stream.concat(kept.stream(), claimed.stream()).toList();
    if (!claimed.isEmpty()) {
      perRow = claimed.get(claimed.size() - 1).tasks().size();
    }
    return Parcel.tasks(claimed);
  }

  @Override
  public boolean isInDatabase() {
    return true;
  }

  /** What is in hand is the lease's, and goes back with its end. */
  @Override
  public void close() {}
}
