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
 * @param outcomes of those of its tasks that were run; the others go back with it
 */
record Ended(Delivery delivery, List<Outcome> outcomes) {

  /** Whether none of its tasks is left to be done. */
  boolean isOver() {
    return outcomes.size() == delivery.tasks().size();
  }

  /** Tasks that are left to be done. */
  List<Task> left() {
    Set<UUID> run = outcomes.stream().map(each -> each.task().uid()).collect(Collectors.toSet());
    return delivery.tasks().stream().filter(each -> !run.contains(each.uid())).toList();
  }
}
