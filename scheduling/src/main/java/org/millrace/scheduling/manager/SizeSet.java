package org.millrace.scheduling.manager;

import java.util.Arrays;
import java.util.function.IntPredicate;

/** The sizes for which a walk looks; reused from walk to walk. */
final class SizeSet {
  private int[] indexes = new int[8];
  private int count;

  void clear() {
    count = 0;
  }

  void add(int index) {
    if (count == indexes.length) {
      indexes = Arrays.copyOf(indexes, 2 * count);
    }
    indexes[count++] = index;
  }

  /** Leaves the sizes for which this child stands in its parent's contests. */
  void keepOpenTo(QueueNode child, ParentQueue parent) {
    keepIf(size -> parent.contest(size).contains(child));
  }

  SizeSet onlyIf(IntPredicate rule) {
    SizeSet kept = new SizeSet();
    kept.indexes = Arrays.copyOf(indexes, indexes.length);
    kept.count = count;
    kept.keepIf(rule);
    return kept;
  }

  void keepIf(IntPredicate rule) {
    int kept = 0;
    for (int i = 0; i < count; i++) {
      if (rule.test(indexes[i])) {
        indexes[kept++] = indexes[i];
      }
    }
    count = kept;
  }

  boolean contains(int index) {
    for (int i = 0; i < count; i++) {
      if (indexes[i] == index) {
        return true;
      }
    }
    return false;
  }

  int count() {
    return count;
  }

  int at(int position) {
    return indexes[position];
  }
}
