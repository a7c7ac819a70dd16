package org.millrace.scheduling.manager;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.millrace.scheduling.resource.Resources;

/**
 * The sizes that are asked for or in use, each with a small index that is free again when it is
 * neither.
 */
final class Sizes {
  private final Map<Resources, SizeClass> bySize = new HashMap<>();
  private final Numbered<SizeClass> byIndex = new Numbered<>();
  private final List<SizeClass> asked = new ArrayList<>();

  /** One more asks for it. */
  SizeClass acquire(Resources size) {
    SizeClass known = of(size);
    if (known.askers == 0) {
      asked.add(known);
    }
    known.askers++;
    return known;
  }

  void release(SizeClass size) {
    size.askers--;
    if (size.askers == 0) {
      asked.remove(size);
      forgetUnneeded(size);
    }
  }

  /** One more container uses it. */
  SizeClass startUse(Resources size) {
    SizeClass known = of(size);
    known.containers++;
    return known;
  }

  void endUse(SizeClass size) {
    size.containers--;
    forgetUnneeded(size);
  }

  SizeClass at(int index) {
    return byIndex.at(index);
  }

  /** Not a copy, and in no order that a decision may hang on. */
  List<SizeClass> asked() {
    return asked;
  }

  private SizeClass of(Resources size) {
    SizeClass known = bySize.get(size);
    if (known == null) {
      known = new SizeClass(size);
      known.index = byIndex.add(known);
      bySize.put(size, known);
    }
    return known;
  }

  private void forgetUnneeded(SizeClass size) {
    if (size.askers == 0 && size.containers == 0) {
      bySize.remove(size.size);
      byIndex.remove(size.index);
    }
  }
}
