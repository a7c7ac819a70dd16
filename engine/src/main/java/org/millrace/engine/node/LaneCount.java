package org.millrace.engine.node;

/**
 * What the ledger counts of one lane's tasks. Both numbers: where one task was done and another
 * came, as many wait as before, and the lane is not as it was.
 *
 * @param pending waiting or in hand
 * @param ended done or dead
 */
record LaneCount(long pending, long ended) {
  static final LaneCount NONE = new LaneCount(0, 0);

  LaneCount plus(LaneCount other) {
    return new LaneCount(pending + other.pending, ended + other.ended);
  }
}
