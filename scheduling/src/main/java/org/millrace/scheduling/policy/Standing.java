package org.millrace.scheduling.policy;

import org.millrace.scheduling.resource.Exact;

/**
 * What a policy needs to know of a queue. Amounts are dominant shares in one unit, see {@link
 * org.millrace.scheduling.resource.Measure}.
 */
public interface Standing {
  /** Place in the order of the siblings' paths. */
  int byPath();

  /** Place in the order of declaration among the siblings. */
  int declared();

  /** Whether it uses or wants anything. */
  boolean hasDemand();

  /** What it uses, or {@link Exact#LARGE} when that does not fit. */
  long used();

  Exact exactlyUsed();

  /** The smaller of min share and demand. */
  Exact neededShare();

  /** Above zero; in any unit that the siblings share. */
  Exact weight();

  /**
   * How much it was served, the more the smaller its weight; always 0 where queues do not take
   * turns.
   */
  long turn();

  /** What the capacity policy guarantees; in any unit that the siblings share. */
  Exact guaranteed();

  /** The larger of {@link #guaranteed()} and the minimum allocation, in the same unit; above 0. */
  Exact guaranteedOrMinimum();

  /** Whether it uses less than the small-queue threshold. */
  boolean isSmall();

  /** Id of the oldest application below that waits for a container of this size. */
  long oldestApplication(int size);
}
