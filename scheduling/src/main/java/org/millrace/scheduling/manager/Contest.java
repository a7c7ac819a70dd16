package org.millrace.scheduling.manager;

import java.util.Arrays;
import java.util.List;
import org.millrace.scheduling.policy.QueueOrder;
import org.millrace.scheduling.policy.Rank;

/**
 * Keeps the first of a queue's children that may get a container of one size. A tournament: every
 * inner place holds the better of the two below it, so a change replays one path, and less where
 * the outcome stays the same. The ranks lie side by side, for a walk from queue to queue would wait
 * for memory at every step.
 *
 * <p>A child that got better replays nothing yet: it stands ahead of the tournament until another
 * one does, or until it is as it was. That is what happens on a full cluster, where the queue whose
 * container ended is as a rule the one that gets the room.
 */
final class Contest {
  private static final int NONE = -1;

  private final List<QueueNode> children;
  private final QueueOrder order;
  private final int size;
  private final int width;
  // By place in the tournament, the number of the child that won there; children begin at width.
  private final int[] winners;
  // By child, as it entered the tournament.
  private final long[] ranks;
  // The child that is better than it entered, and how it stands now.
  private int ahead = NONE;
  private Rank aheadRank = new Rank();
  private Rank spare = new Rank();
  // Whether every rank so far said something. Where one does not, its child is compared as it is
  // now, so from then on no child may stand otherwise than it entered.
  private boolean allKnown = true;

  Contest(List<QueueNode> children, QueueOrder order, int size) {
    this.children = children;
    this.order = order;
    this.size = size;
    this.width = Math.max(2, Integer.highestOneBit(Math.max(1, children.size() - 1)) * 2);
    this.winners = new int[2 * width];
    this.ranks = new long[children.size() * Rank.FIELDS];
    Arrays.fill(winners, NONE);
  }

  /** Null when there is none. */
  QueueNode first() {
    int first = winners[1];
    if (ahead != NONE && (first == NONE || aheadRank.compareTo(ranks, row(first)) < 0)) {
      first = ahead;
    }
    return first == NONE ? null : children.get(first);
  }

  boolean contains(QueueNode child) {
    int number = child.declared();
    return number == ahead || winners[width + number] != NONE;
  }

  /** To be called after any change of the child's standing. */
  void set(QueueNode child, boolean present) {
    int number = child.declared();
    boolean entered = winners[width + number] != NONE;
    if (!present) {
      withdraw(number, entered);
      return;
    }
    Rank now = spare;
    order.rank(child, size, now);
    if (!now.isKnown() || !allKnown) {
      enterUnknown(number, now);
      return;
    }
    int change = entered ? now.compareTo(ranks, row(number)) : -1;
    if (change < 0) {
      getAhead(number, now);
    } else {
      fallBack(number);
      if (change > 0) {
        enter(number, now);
      }
    }
  }

  private void withdraw(int number, boolean entered) {
    fallBack(number);
    if (entered) {
      winners[width + number] = NONE;
      replay(number);
    }
  }

  private void fallBack(int number) {
    if (ahead == number) {
      ahead = NONE;
    }
  }

  private void getAhead(int number, Rank now) {
    if (ahead != number) {
      enterAhead();
      ahead = number;
    }
    spare = aheadRank;
    aheadRank = now;
  }

  private void enterAhead() {
    if (ahead != NONE) {
      int number = ahead;
      ahead = NONE;
      enter(number, aheadRank);
    }
  }

  private void enterUnknown(int number, Rank now) {
    fallBack(number);
    allKnown = false;
    enterAhead();
    enter(number, now);
  }

  private void enter(int number, Rank now) {
    now.copyTo(ranks, row(number));
    winners[width + number] = number;
    replay(number);
  }

  private void replay(int number) {
    for (int place = (width + number) / 2; place >= 1; place /= 2) {
      int winner = better(winners[2 * place], winners[2 * place + 1]);
      if (winner == winners[place] && winner != number) {
        return;
      }
      winners[place] = winner;
    }
  }

  private int better(int left, int right) {
    if (left == NONE || right == NONE) {
      return left == NONE ? right : left;
    }
    return compare(left, right) <= 0 ? left : right;
  }

  private int compare(int left, int right) {
    boolean known = allKnown || Rank.isKnown(ranks, row(left)) && Rank.isKnown(ranks, row(right));
    return known
        ? Rank.compare(ranks, row(left), ranks, row(right))
        : order.compare(children.get(left), size, children.get(right), size);
  }

  private static int row(int number) {
    return number * Rank.FIELDS;
  }
}
