package org.millrace.engine.transport.sqs;

import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.millrace.engine.task.Outcome;
import org.millrace.engine.task.Task;

/**
 * What became of a delivery.
 *
 * @param outcomes of those of its tasks that were run
 * @param apart whether the others are sent anew; else they go back with it
 */
record Ended(Delivery delivery, List<Outcome> outcomes, boolean apart) {
  Ended(Delivery delivery, List<Outcome> outcomes) {
    this(delivery, outcomes, false);
  }

  /** Whether none of its tasks is left in it to be done. */
  boolean isOver() {
    return apart || outcomes.size() == delivery.tasks().size();
  }

  /**
   * The same with what is left sent anew where it is more than would share a message now. One of
   * which nothing was run goes back: without an outcome nothing is noted of it.
   */
  Ended inPartsOf(int together) {
    if (outcomes.isEmpty()) {
      return this;
    }
    List<Task> left = left();
    // The first task's id is the message's: sent alone it would be taken for that.
    boolean first = left.stream().anyMatch(each -> each.uid().equals(delivery.row().uid()));
    return new Ended(delivery, outcomes, left.size() > together && !first);
  }

  /** The same with what is left going back with it. */
  Ended together() {
    return new Ended(delivery, outcomes);
  }

  /** Tasks that are left to be done. */
  List<Task> left() {
    Set<UUID> run = outcomes.stream().map(each -> each.task().uid()).collect(Collectors.toSet());
    return delivery.tasks().stream().filter(each -> !run.contains(each.uid())).toList();
  }
}
