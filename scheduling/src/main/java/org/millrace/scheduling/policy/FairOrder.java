package org.millrace.scheduling.policy;

import org.millrace.scheduling.resource.Exact;

/**
 * The patent's P6, as YARN's FairSharePolicy: with demand before without; needy (usage below the
 * smaller of min share and demand) before not needy; both needy by usage ÷ that; then, and where
 * that is equal, by usage ÷ weight; ties by path.
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
    if (leftNeedy) {
      int need = Usage.compare(left, left.neededShare(), right, right.neededShare());
      if (need != 0) {
        return need;
      }
    }
    int usage = Usage.compare(left, left.weight(), right, right.weight());
    if (usage != 0) {
      return usage;
    }
    int turn = Long.compare(left.turn(), right.turn());
    return turn != 0 ? turn : Integer.compare(left.byPath(), right.byPath());
  }

  @Override
  public void rank(Standing queue, int size, Rank into) {
    boolean needy = needy(queue);
    long group = queue.hasDemand() ? needy ? 0 : 1 : needy ? 2 : 3;
    Exact first = needy ? queue.neededShare() : queue.weight();
    into.set(group, queue.used(), first, queue.weight(), queue.turn(), queue.byPath());
  }

  private static boolean needy(Standing queue) {
    long used = queue.used();
    long needed = queue.neededShare().small();
    return used == Exact.LARGE || needed == Exact.LARGE
        ? queue.exactlyUsed().compareTo(queue.neededShare()) < 0
        : used < needed;
  }
}
