package org.millrace.manager.console;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.millrace.scheduling.manager.QueueSnapshot;
import org.millrace.scheduling.tree.QueuePath;
import org.millrace.scheduling.tree.QueueSettings;
import org.millrace.scheduling.tree.SchedulerSettings;

/**
 * The part of the tree whose shares one queue's settings may change: those above it, their
 * children, and its own. Each that lies at the rim stands for all below it, as a queue that wants
 * what they want together: between siblings it is the same, and among thousands of queues few are
 * left.
 *
 * @param subject the queue whose settings change
 */
record Neighbourhood(String subject) {
  /** Those at the rim, in the tree's order. */
  List<QueueSnapshot> rim(QueueSnapshot root) {
    List<QueueSnapshot> found = new ArrayList<>();
    collect(root, found);
    return found;
  }

  private void collect(QueueSnapshot queue, List<QueueSnapshot> found) {
    if (queue.policy() == null || !isInside(queue.path())) {
      found.add(queue);
    } else {
      queue.children().forEach(child -> collect(child, found));
    }
  }

  /** What is set for those that it holds. */
  SchedulerSettings of(SchedulerSettings whole) {
    Map<String, QueueSettings> queues = new LinkedHashMap<>();
    whole
        .queues()
        .forEach(
            (path, settings) -> {
              if (isInside(path)) {
                queues.put(path, settings);
              } else if (QueuePath.parent(path).filter(this::isInside).isPresent()) {
                queues.put(path, settings.withoutTemplate());
              }
            });
    return new SchedulerSettings(
        whole.policy(),
        whole.comparison(),
        whole.minAllocation(),
        whole.preemptionWaitMillis(),
        queues);
  }

  /** The subject and all above it: their children are looked at one by one. */
  private boolean isInside(String path) {
    return path.equals(subject) || QueuePath.isBelow(subject, path);
  }
}
