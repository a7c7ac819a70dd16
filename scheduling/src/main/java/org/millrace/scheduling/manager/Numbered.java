package org.millrace.scheduling.manager;

import java.util.ArrayList;
import java.util.List;

/**
 * Gives things small numbers, so that a table of numbers can speak of them. A number is given again
 * after its thing is gone.
 */
final class Numbered<T> {
  private final List<T> things = new ArrayList<>();
  private final List<Integer> free = new ArrayList<>();

  /** The thing's number. */
  int add(T thing) {
    if (free.isEmpty()) {
      things.add(thing);
      return things.size() - 1;
    }
    int number = free.remove(free.size() - 1);
    things.set(number, thing);
    return number;
  }

  T at(int number) {
    return things.get(number);
  }

  /** Nothing may speak of it any more. */
  void remove(int number) {
    things.set(number, null);
    free.add(number);
  }
}
