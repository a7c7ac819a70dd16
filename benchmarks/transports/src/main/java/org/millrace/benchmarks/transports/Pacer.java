package org.millrace.benchmarks.transports;

import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/** Lets so many through a second, evenly; who comes late is let through at once. Thread-safe. */
final class Pacer {
  private final long gapNanos;
  private final AtomicLong next = new AtomicLong();

  Pacer(int perSecond) {
    this.gapNanos = 1_000_000_000L / perSecond;
  }

  void await() {
    long now = System.nanoTime();
    long turn = next.accumulateAndGet(gapNanos, (last, gap) -> Math.max(last + gap, now));
    for (long left = turn - now; left > 0; left = turn - System.nanoTime()) {
      LockSupport.parkNanos(left);
    }
  }
}
