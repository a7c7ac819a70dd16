package org.millrace.benchmarks.transports;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Counts what comes out of a chain's last stage, and stops the watch with the last. Thread-safe.
 */
final class Finish {
  private static final long LONGEST_SECONDS = 300;

  private final int expected;
  private final Watch watch;
  private final AtomicInteger count = new AtomicInteger();
  private final CountDownLatch all = new CountDownLatch(1);

  Finish(Chain chain, Watch watch) {
    this.expected = chain.tasks();
    this.watch = watch;
  }

  /** One has come out. */
  void one() {
    if (count.incrementAndGet() == expected) {
      try {
        watch.stop();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      all.countDown();
    }
  }

  /**
   * Returns when all have come out.
   *
   * @throws IllegalStateException they do not
   */
  void await() throws InterruptedException {
    if (!all.await(LONGEST_SECONDS, TimeUnit.SECONDS)) {
      throw new IllegalStateException(
          "%d of %d tasks came out in %d s".formatted(count.get(), expected, LONGEST_SECONDS));
    }
  }
}
