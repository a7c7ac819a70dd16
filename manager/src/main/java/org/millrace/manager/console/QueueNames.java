package org.millrace.manager.console;

import java.util.ArrayList;
import java.util.List;
import org.millrace.engine.node.Scheduler;
import org.millrace.scheduling.manager.QueueSnapshot;

/** Names of queues to choose from. Thread-safe. */
final class QueueNames {
  private static final int MOST = 200;

  private final Scheduler scheduler;

  QueueNames(Scheduler scheduler) {
    this.scheduler = scheduler;
  }

  /** Queues that hold jobs, the first of them where there are very many. */
  List<String> leaves() {
    List<String> found = new ArrayList<>();
    collect(scheduler.queues(), found);
    return found;
  }

  private static void collect(QueueSnapshot queue, List<String> found) {
    if (found.size() < MOST && queue.policy() == null) {
      found.add(queue.path());
    }
    queue.children().forEach(child -> collect(child, found));
  }
}
