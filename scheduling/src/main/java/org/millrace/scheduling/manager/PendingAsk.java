package org.millrace.scheduling.manager;

import org.millrace.scheduling.resource.Resources;

/** Containers of one priority and size that an application waits for. */
final class PendingAsk {
  final App app;
  final int priority;
  final SizeClass size;
  private long count;
  private Preferences preferences;
  private boolean aside;

  PendingAsk(App app, int priority, SizeClass size, Preferences preferences) {
    this.app = app;
    this.priority = priority;
    this.size = size;
    this.preferences = preferences;
  }

  long count() {
    return count;
  }

  Preferences preferences() {
    return preferences;
  }

  void prefer(Preferences now) {
    preferences = now;
  }

  /** Whether it may be served now. */
  boolean isOpen() {
    return count > 0 && !aside && app.active;
  }

  void setCount(long now) {
    if (app.active) {
      Resources amount = size.size.times(Math.abs(now - count));
      if (now >= count) {
        app.queue.addWanted(amount);
      } else {
        app.queue.removeWanted(amount);
      }
    }
    boolean changes = now > 0 != count > 0;
    count = now;
    if (changes) {
      stand();
    }
  }

  /** What was waiting becomes usage, so that what is wanted stays the same. */
  void granted() {
    count--;
    if (count == 0) {
      stand();
    }
  }

  /** The application became active. */
  void begin() {
    app.queue.addWanted(size.size.times(count));
    stand();
  }

  /** Passed up its chance: out of the order until the cycle is over. */
  void setAside(boolean now) {
    aside = now;
    stand();
  }

  void stand() {
    app.queue.setAsker(app, size, app.wants(size));
  }
}
