package org.millrace.scheduling.manager;

import java.util.Comparator;

/**
 * The order of YARN's PriorityUtilizationQueueOrderingPolicy, to the bit: queues that are
 * guaranteed nothing come last; then by usage ÷ the larger of guarantee and minimum allocation, in
 * 32 bits; then the larger percentage of the cluster, in 32 bits, too. What is still alike stays in
 * the order of declaration, so it must be sorted stably. Memory alone decides.
 */
final class YarnCapacityOrder implements Comparator<QueueNode> {
  private final TreeContext context;

  YarnCapacityOrder(TreeContext context) {
    this.context = context;
  }

  @Override
  public int compare(QueueNode left, QueueNode right) {
    float leftPart = left.limits().yarn().capacity();
    float rightPart = right.limits().yarn().capacity();
    if (leftPart > 0 != rightPart > 0) {
      return leftPart > 0 ? -1 : 1;
    }
    int used = Float.compare(used(left), used(right));
    return used != 0 ? used : Float.compare(rightPart, leftPart);
  }

  private float used(QueueNode queue) {
    long guaranteedMb = queue.limits().yarn().guaranteed(context.cluster()).memoryMb();
    long leastMb = context.settings().minAllocation().memoryMb();
    return queue.usage().memoryMb() / (float) Math.max(guaranteedMb, leastMb);
  }
}
