package org.millrace.scheduling.policy;

import org.millrace.scheduling.tree.Policy;

/**
 * Which of two siblings goes first: below zero for the left one. Total and transitive, and never 0
 * for two queues. The sizes are the containers that each would get; only {@link FifoOrder} looks at
 * them.
 */
public interface QueueOrder {
  int compare(Standing left, int leftSize, Standing right, int rightSize);

  /** Writes down what {@link #compare} looks at, so that it needs the queue no more. */
  void rank(Standing queue, int size, Rank into);

  static QueueOrder of(Policy policy) {
    return switch (policy) {
      case FIFO -> new FifoOrder();
      case CAPACITY -> new CapacityOrder();
      case FAIR -> new FairOrder();
    };
  }
}
