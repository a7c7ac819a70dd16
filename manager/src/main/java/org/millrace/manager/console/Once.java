package org.millrace.manager.console;

import java.util.function.Supplier;

/** A value that is made when it is first asked for, by one of those who ask. Thread-safe. */
final class Once<T> implements Supplier<T> {
  private final Supplier<T> make;
  private volatile T value;

  Once(Supplier<T> make) {
    this.make = make;
  }

  @Override
  public T get() {
    if (value == null) {
      synchronized (this) {
        if (value == null) {
          value = make.get();
        }
      }
    }
    return value;
  }
}
