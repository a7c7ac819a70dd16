package org.millrace.scheduling.policy;

import org.millrace.scheduling.resource.Exact;

/** The oldest application first, wherever it is (P3a). */
final class FifoOrder implements QueueOrder {
  @Override
  public int compare(Standing left, int leftSize, Standing right, int rightSize) {
    int oldest = Long.compare(left.oldestApplication(leftSize), right.oldestApplication(rightSize));
    return oldest != 0 ? oldest : Integer.compare(left.byPath(), right.byPath());
  }

  @Override
  public void rank(Standing queue, int size, Rank into) {
    into.set(0, 0, Exact.ONE, Exact.ONE, queue.oldestApplication(size), queue.byPath());
  }
}
