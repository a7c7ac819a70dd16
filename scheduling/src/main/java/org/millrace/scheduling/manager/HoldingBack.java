package org.millrace.scheduling.manager;

import java.util.Comparator;

/**
 * Chooses whom to serve as YARN's CapacityScheduler does where a leaf is stopped by a remainder:
 * its limit leaves it room, but less than the container it waits for. YARN holds that remainder
 * back from all that come after it below the same parent
 * (AbstractParentQueue.assignContainersToChildQueues, YARN-4280), although the leaf's own maximum
 * never lets it use it. So the last slot of a parent can stay free while somebody waits for it. For
 * comparisons only: a cluster that runs gives that slot away.
 *
 * <p>Sorts every queue's children anew in each walk. Memory alone is held back, for that is what
 * YARN compares by default. For one walk.
 */
final class HoldingBack {
  private final TreeContext context;
  private final Comparator<QueueNode> order;
  private final long minMb;
  private PendingAsk found;

  HoldingBack(TreeContext context) {
    this.context = context;
    this.order = new YarnCapacityOrder(context);
    this.minMb = Math.max(1, context.settings().minAllocation().memoryMb());
  }

  /** The ask to serve next among those of these sizes; null when there is none. */
  PendingAsk first(ParentQueue root, SizeSet sizes) {
    if (sizes.count() > 0) {
      visit(root, context.cluster().memoryMb(), sizes);
    }
    return found;
  }

  /**
   * @param givenMb how much more the queues above let this queue use
   * @return what is held back here from the queues that come after this one
   */
  private long visit(QueueNode queue, long givenMb, SizeSet sizes) {
    long mostMb = queue.limits().yarn().maxMb(context.cluster());
    long roomMb = Math.min(givenMb, mostMb - queue.usage().memoryMb());
    if (roomMb <= 0 || queue.isPaused()) {
      return 0;
    }
    return queue instanceof LeafQueue leaf
        ? visitLeaf(leaf, roomMb, sizes)
        : visitChildren((ParentQueue) queue, roomMb, sizes);
  }

  private long visitChildren(ParentQueue parent, long roomMb, SizeSet sizes) {
    long heldBackMb = 0;
    for (QueueNode child : parent.children().stream().sorted(order).toList()) {
      long usedMb = child.usage().memoryMb();
      long limitMb = Math.floorDiv(roomMb - heldBackMb + usedMb, minMb) * minMb;
      heldBackMb += visit(child, limitMb - usedMb, sizes);
      if (found != null) {
        break;
      }
    }
    return heldBackMb;
  }

  private long visitLeaf(LeafQueue leaf, long roomMb, SizeSet sizes) {
    SizeSet asked = sizes.onlyIf(leaf::hasAsker);
    found = leaf.first(asked.onlyIf(size -> fits(context.sizes().at(size), leaf, roomMb)));
    return found == null && asked.count() > 0 ? roomMb : 0;
  }

  private static boolean fits(SizeClass size, LeafQueue leaf, long roomMb) {
    return size.size.memoryMb() <= roomMb && leaf.mayUse(size.size);
  }
}
