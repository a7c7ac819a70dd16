package org.millrace.benchmarks.transports;

import java.util.Arrays;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * How long each of so many tasks was on its way, the first tenth left out as warm-up. Thread-safe.
 */
final class Latencies {
  private static final long LONGEST_SECONDS = 120;

  private final long[] nanos;
  private final AtomicInteger count = new AtomicInteger();
  private final CountDownLatch all;

  Latencies(int tasks) {
    this.nanos = new long[tasks];
    this.all = new CountDownLatch(tasks);
  }

  /** One that was inserted then is in its handler now. */
  void arrived(long insertedNanos) {
    int place = count.getAndIncrement();
    if (place < nanos.length) {
      nanos[place] = System.nanoTime() - insertedNanos;
      all.countDown();
    }
  }

  /**
   * @throws IllegalStateException not all arrive
   */
  void await() throws InterruptedException {
    if (!all.await(LONGEST_SECONDS, TimeUnit.SECONDS)) {
      throw new IllegalStateException(
          "%d of %d tasks arrived in %d s".formatted(count.get(), nanos.length, LONGEST_SECONDS));
    }
  }

  double millis(double quantile) {
    long[] sorted = Arrays.copyOfRange(nanos, nanos.length / 10, nanos.length);
    Arrays.sort(sorted);
    return sorted[(int) Math.min(sorted.length - 1, Math.ceil(quantile * sorted.length) - 1)] / 1e6;
  }
}
