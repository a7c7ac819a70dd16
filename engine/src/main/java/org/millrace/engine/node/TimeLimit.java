package org.millrace.engine.node;

import java.time.Duration;

/**
 * Interrupts one thread when what it does takes too long. Used by that thread; looked at by {@link
 * TimeLimits}.
 */
final class TimeLimit {
  private final Thread thread = Thread.currentThread();
  private Duration allowed = Duration.ZERO;
  private long begun;
  private boolean running;
  private boolean exceeded;

  /** The time runs from now. */
  synchronized void begin(Duration time) {
    allowed = time;
    begun = System.nanoTime();
    running = true;
    exceeded = false;
  }

  /** After this no interrupt comes any more, and none is pending on this thread from here. */
  synchronized void end() {
    if (running) {
      running = false;
      if (exceeded) {
        Thread.interrupted();
      }
    }
  }

  synchronized Throwable explain(Throwable error) {
    return exceeded
        ? new IllegalStateException("took longer than its timeout of " + allowed, error)
        : error;
  }

  /** Interrupts the thread, once, when its time is over. */
  synchronized void check() {
    if (running && !exceeded && System.nanoTime() - begun > allowed.toNanos()) {
      exceeded = true;
      thread.interrupt();
    }
  }
}
