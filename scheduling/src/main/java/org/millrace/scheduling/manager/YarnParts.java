package org.millrace.scheduling.manager;

import org.millrace.scheduling.resource.Resources;
import org.millrace.scheduling.tree.QueueSettings;

/**
 * A queue's parts of the cluster as YARN has them (CSQueueUtils, AbstractCSQueue's
 * updateEffectiveResources): percentages are multiplied down the path in 32 bits, and what they
 * make of the cluster is rounded down to whole units. Queues that would be exactly alike differ by
 * what was rounded, and that decides who goes first.
 */
record YarnParts(float capacity, float maxCapacity) {
  static final YarnParts NONE = new YarnParts(0, 0);

  static YarnParts ofRoot(QueueSettings root) {
    return new YarnParts(1, root.maxCapacity().floatValue() / 100);
  }

  YarnParts below(QueueSettings child) {
    return new YarnParts(
        child.capacity().floatValue() / 100 * capacity,
        child.maxCapacity().floatValue() / 100 * maxCapacity);
  }

  Resources guaranteed(Resources cluster) {
    return new Resources(
        part(capacity, cluster.memoryMb()),
        part(capacity, cluster.vcoresMilli()),
        part(capacity, cluster.networkBytesPerSecond()));
  }

  /** Not in whole minimum allocations. */
  long maxMb(Resources cluster) {
    return part(maxCapacity, cluster.memoryMb());
  }

  private static long part(float part, long amount) {
    return (long) ((double) part * amount);
  }
}
