package org.millrace.engine.transport.table;

import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.millrace.engine.lease.Lease;
import org.millrace.engine.task.Outcome;
import org.millrace.engine.task.Task;

/** What a container wants of the queue table in one transaction, and what it got. */
final class Turn {
  final Lease lease;
  final List<Parcel> hand;
  final List<Outcome> outcomes;
  final int max;
  final int perRow;

  /** What is still in hand of what was before. */
  List<Parcel> kept = List.of();

  /** What was claimed. */
  List<Parcel> claimed = List.of();

  /**
   * @param hand what the lease has in hand
   * @param outcomes how tasks of it ended, each row whole; none to settle nothing
   * @param max how many tasks to claim, 0 for none
   * @param perRow how many tasks the rows before held; 0 where that is not known
   */
  Turn(Lease lease, List<Parcel> hand, List<Outcome> outcomes, int max, int perRow) {
    this.lease = lease;
    this.hand = hand;
    this.outcomes = outcomes;
    this.max = max;
    this.perRow = perRow;
  }

  /** About how many tasks it moves. */
  int size() {
    int sent =
        outcomes.stream()
            .mapToInt(each -> each instanceof Outcome.Done done ? done.emissions().size() : 0)
            .sum();
    return outcomes.size() + sent + max;
  }

  /**
   * Whether its commit was made, though nobody heard of it; a commit is whole. Then it has what it
   * got.
   *
   * @param found what the lease has in hand
   */
  boolean isCommitted(List<Parcel> found) {
    Set<UUID> before = uids(Parcel.tasks(hand));
    Set<UUID> now = uids(Parcel.tasks(found));
    List<Parcel> news =
        found.stream().filter(each -> !before.contains(each.first().uid())).toList();
    boolean committed =
        outcomes.isEmpty()
            ? !news.isEmpty()
            : outcomes.stream().noneMatch(each -> now.contains(each.task().uid()));
    if (committed) {
      Set<UUID> settled = uids(outcomes.stream().map(Outcome::task).toList());
      kept = hand.stream().filter(each -> !settled.contains(each.first().uid())).toList();
      claimed = news;
    }
    return committed;
  }

  private static Set<UUID> uids(List<Task> tasks) {
    return tasks.stream().map(Task::uid).collect(Collectors.toSet());
  }
}
