package org.millrace.scheduling.policy;

import org.millrace.scheduling.resource.Exact;

/**
 * The patent's P6, as YARN's FairSharePolicy: with demand before without; then needy (usage below
 * the smaller of min share and demand) before not needy; both needy by usage ÷ that; neither by
 * usage ÷ weight; ties by path.
 */
final class FairOrder implements QueueOrder {
  @Override
  public int compare(Standing left, int leftSize, Standing right, int rightSize) {
    int demand = Boolean.compare(right.hasDemand(), left.hasDemand());
    if (demand != 0) {
      return demand;
    }
    boolean leftNeedy = needy(left);
    boolean rightNeedy = needy(right);
    if (leftNeedy != rightNeedy) {
      return leftNeedy ? -1 : 1;
    }
    int need =
        leftNeedy
            ? Exact.compareRatios(
                left.used(), left.neededShare(), right.used(), right.neededShare())
            : Exact.compareRatios(left.used(), left.weight(), right.used(), right.weight());
    return need != 0 ? need : left.path().compareTo(right.path());
  }

  private static boolean needy(Standing queue) {
    return queue.used().compareTo(queue.neededShare()) < 0;
  }
}
