package org.millrace.scheduling.manager;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.millrace.scheduling.resource.Resources;

/**
 * The sizes that are asked for, each with a small index that is free again after its last asker.
 */
final class Sizes {
  private final Map<Resources, SizeClass> bySize = new HashMap<>();
  private final List<SizeClass> asked = new ArrayList<>();
  private final TreeSet<Integer> freeIndexes = new TreeSet<>();
  private final List<SizeClass> byIndex = new ArrayList<>();

  SizeClass acquire(Resources size) {
    SizeClass known = bySize.get(size);
    if (known == null) {
      known = new SizeClass(freeIndex(), size);
      byIndex.set(known.index, known);
      bySize.put(size, known);
      asked.add(known);
    }
    known.askers++;
    return known;
  }

  void release(SizeClass size) {
    size.askers--;
    if (size.askers == 0) {
      bySize.remove(size.size);
      asked.remove(size);
      freeIndexes.add(size.index);
    }
  }

  SizeClass at(int index) {
    return byIndex.get(index);
  }

  private int freeIndex() {
    if (freeIndexes.isEmpty()) {
      byIndex.add(null);
      return byIndex.size() - 1;
    }
    return freeIndexes.pollFirst();
  }

  /** Not a copy, and in no order that a decision may hang on. */
  List<SizeClass> asked() {
    return asked;
  }
}
