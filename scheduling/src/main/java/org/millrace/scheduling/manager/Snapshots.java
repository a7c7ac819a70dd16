package org.millrace.scheduling.manager;

import java.util.List;
import java.util.Map;
import org.millrace.scheduling.resource.Resources;
import org.millrace.scheduling.tree.Policy;

/** Takes snapshots of queues. */
final class Snapshots {
  private final Map<QueueNode, Resources> fairShares;

  Snapshots(QueueTree tree) {
    this.fairShares = new Shares(tree).fair();
  }

  QueueSnapshot of(QueueNode queue) {
    List<QueueSnapshot> children = List.of();
    int running = 0;
    int waiting = 0;
    if (queue instanceof ParentQueue parent) {
      children = parent.children().stream().map(this::of).toList();
      running = children.stream().mapToInt(QueueSnapshot::running).sum();
      waiting = children.stream().mapToInt(QueueSnapshot::waiting).sum();
    } else if (queue instanceof LeafQueue leaf) {
      running = leaf.active();
      waiting = leaf.waiting().size();
    }
    return new QueueSnapshot(
        queue.path(),
        queue instanceof ParentQueue ? queue.rules.policy() : null,
        queue.usage(),
        queue.demand(),
        fairShares.getOrDefault(queue, Resources.NONE),
        guaranteed(queue),
        queue.limits().headroom(),
        running,
        waiting,
        queue.isPaused(),
        queue.onDemand,
        children);
  }

  private static Resources guaranteed(QueueNode queue) {
    boolean capacity = queue.parent == null || queue.parent.rules.policy() == Policy.CAPACITY;
    return capacity ? queue.limits().guaranteed() : queue.rules.own().minShare();
  }
}
