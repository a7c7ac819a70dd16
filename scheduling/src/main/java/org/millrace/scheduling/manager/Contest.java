package org.millrace.scheduling.manager;

import java.util.Comparator;

/**
 * Keeps the first of a queue's children that may get a container of one size. A tournament: every
 * inner place holds the better of the two below it, so a change replays one path, and less where
 * the outcome stays the same.
 */
final class Contest {
  private final Comparator<QueueNode> order;
  private QueueNode[] places;
  private int width;

  Contest(int children, Comparator<QueueNode> order) {
    this.order = order;
    this.width = Math.max(2, Integer.highestOneBit(Math.max(1, children - 1)) * 2);
    this.places = new QueueNode[2 * width];
  }

  /** Null when there is none. */
  QueueNode first() {
    return places[1];
  }

  boolean contains(QueueNode child) {
    return places[width + child.declared()] == child;
  }

  /** To be called after any change of the child's standing. */
  void set(QueueNode child, boolean present) {
    int place = width + child.declared();
    QueueNode now = present ? child : null;
    if (now == null && places[place] == null) {
      return;
    }
    places[place] = now;
    for (place /= 2; place >= 1; place /= 2) {
      QueueNode winner = better(places[2 * place], places[2 * place + 1]);
      if (winner == places[place] && winner != child) {
        return;
      }
      places[place] = winner;
    }
  }

  private QueueNode better(QueueNode left, QueueNode right) {
    if (left == null || right == null) {
      return left == null ? right : left;
    }
    return order.compare(left, right) <= 0 ? left : right;
  }
}
