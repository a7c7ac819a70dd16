package org.millrace.scheduling.policy;

import org.millrace.scheduling.resource.Exact;

/**
 * Small queues first (P3b), then by usage ÷ max(guaranteed, minimum allocation), as YARN's
 * PriorityUtilizationQueueOrderingPolicy; ties: the larger guarantee, then the order of
 * declaration.
 */
final class CapacityOrder implements QueueOrder {
  @Override
  public int compare(Standing left, int leftSize, Standing right, int rightSize) {
    int small = Boolean.compare(right.isSmall(), left.isSmall());
    if (small != 0) {
      return small;
    }
    int usage = Usage.compare(left, left.guaranteedOrMinimum(), right, right.guaranteedOrMinimum());
    if (usage != 0) {
      return usage;
    }
    int larger = right.guaranteed().compareTo(left.guaranteed());
    return larger != 0 ? larger : Integer.compare(left.declared(), right.declared());
  }

  @Override
  public void rank(Standing queue, int size, Rank into) {
    Exact by = queue.guaranteedOrMinimum();
    long guaranteed = queue.guaranteed().small();
    into.set(
        queue.isSmall() ? 0 : 1,
        guaranteed == Exact.LARGE ? Exact.LARGE : queue.used(),
        by,
        by,
        -guaranteed,
        queue.declared());
  }
}
