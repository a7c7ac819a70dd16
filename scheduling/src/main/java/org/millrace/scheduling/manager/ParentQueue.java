package org.millrace.scheduling.manager;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.millrace.scheduling.policy.QueueOrder;

/** A queue with queues below it, which its policy orders. */
final class ParentQueue extends QueueNode {
  private final QueueOrder order;
  private final List<QueueNode> children = new ArrayList<>();
  private final List<Contest> contests = new ArrayList<>();

  ParentQueue(String path, ParentQueue parent, Rules rules, TreeContext context, boolean onDemand) {
    super(path, parent, rules, context, onDemand);
    this.order = QueueOrder.of(rules.policy());
  }

  List<QueueNode> children() {
    return Collections.unmodifiableList(children);
  }

  void add(QueueNode child) {
    child.setDeclared(children.size());
    children.add(child);
    contests.clear();
  }

  /** All places in the contests are to be taken anew after it. */
  void remove(QueueNode child) {
    children.remove(child);
    for (int i = 0; i < children.size(); i++) {
      children.get(i).setDeclared(i);
    }
    contests.clear();
  }

  Contest contest(int size) {
    while (contests.size() <= size) {
      contests.add(new Contest(children, order, contests.size()));
    }
    return contests.get(size);
  }

  /** The child to serve next, among those that may get one of these sizes. Null when none may. */
  QueueNode first(SizeSet sizes) {
    QueueNode first = null;
    int firstSize = -1;
    for (int i = 0; i < sizes.count(); i++) {
      int size = sizes.at(i);
      QueueNode candidate = contest(size).first();
      if (candidate != null
          && (first == null || order.compare(candidate, size, first, firstSize) < 0)) {
        first = candidate;
        firstSize = size;
      }
    }
    return first;
  }

  @Override
  boolean hasAsker(int size) {
    return contest(size).first() != null;
  }

  @Override
  public long oldestApplication(int size) {
    QueueNode first = contest(size).first();
    return first == null ? Long.MAX_VALUE : first.oldestApplication(size);
  }
}
