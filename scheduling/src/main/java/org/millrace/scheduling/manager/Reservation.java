package org.millrace.scheduling.manager;

/**
 * Room of one node that is held for one container of an ask: a large one that fits nowhere while
 * smaller ones come and go, or one for which others' containers are being released.
 */
record Reservation(long id, PendingAsk ask, NodeState node, boolean byPreemption) {
  /** Whether what it is held for is still wanted and allowed. */
  boolean isWanted() {
    return ask.count() > 0
        && ask.app.active
        && !ask.app.finished
        && ask.app.queue.mayUse(ask.size.size);
  }
}
