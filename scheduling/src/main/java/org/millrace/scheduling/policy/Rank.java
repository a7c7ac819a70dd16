package org.millrace.scheduling.policy;

import org.millrace.scheduling.resource.Exact;

/**
 * All that a {@link QueueOrder} looks at in one queue, as plain numbers that can be kept beside
 * those of its siblings. Ranks are compared field by field, the lowest goes first; the two shares
 * are {@code amount ÷ divisor}. Filled in place, to be used again; not thread-safe.
 */
public final class Rank {
  /** How many numbers a rank is. */
  public static final int FIELDS = 6;

  private static final int GROUP = 0;
  private static final int AMOUNT = 1;
  private static final int DIVISOR = 2;
  private static final int SECOND_DIVISOR = 3;
  private static final int THEN = 4;
  private static final int PLACE = 5;

  private final long[] fields = new long[FIELDS];

  /**
   * @param group before everything else
   * @param amount of both shares
   * @param divisor of the first share
   * @param secondDivisor of the share that is compared where the first is equal
   * @param then what is compared where both shares are equal
   * @param place what siblings always differ in
   */
  void set(long group, long amount, Exact divisor, Exact secondDivisor, long then, long place) {
    fields[GROUP] = group;
    fields[AMOUNT] = amount;
    fields[DIVISOR] = divisor.small();
    fields[SECOND_DIVISOR] = secondDivisor.small();
    fields[THEN] = then;
    fields[PLACE] = place;
  }

  /** Whether every number fits; if not, the rank says nothing, and queues are compared as such. */
  public boolean isKnown() {
    return isKnown(fields, 0);
  }

  /** As {@link #isKnown()} of what {@link #copyTo} wrote there. */
  public static boolean isKnown(long[] ranks, int at) {
    return (ranks[at + AMOUNT] | ranks[at + DIVISOR] | ranks[at + SECOND_DIVISOR]) >= 0;
  }

  public void copyTo(long[] ranks, int at) {
    System.arraycopy(fields, 0, ranks, at, FIELDS);
  }

  /** Below zero when this goes before what {@link #copyTo} wrote there; 0 when it is the same. */
  public int compareTo(long[] ranks, int at) {
    return compare(fields, 0, ranks, at);
  }

  /** As {@link QueueOrder#compare} of the two queues, both ranks being known. */
  public static int compare(long[] left, int at, long[] right, int rightAt) {
    int group = Long.compare(left[at + GROUP], right[rightAt + GROUP]);
    if (group != 0) {
      return group;
    }
    long amount = left[at + AMOUNT];
    long rightAmount = right[rightAt + AMOUNT];
    int share =
        Exact.compareProducts(amount, right[rightAt + DIVISOR], rightAmount, left[at + DIVISOR]);
    if (share != 0) {
      return share;
    }
    int second =
        Exact.compareProducts(
            amount, right[rightAt + SECOND_DIVISOR], rightAmount, left[at + SECOND_DIVISOR]);
    if (second != 0) {
      return second;
    }
    int then = Long.compare(left[at + THEN], right[rightAt + THEN]);
    return then != 0 ? then : Long.compare(left[at + PLACE], right[rightAt + PLACE]);
  }
}
