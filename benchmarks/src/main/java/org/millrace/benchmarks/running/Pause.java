package org.millrace.benchmarks.running;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Waits by looking again and again. */
public final class Pause {
  private Pause() {}

  /** Something to look for; null while it is not there. */
  @FunctionalInterface
  public interface Look<T> {
    T look() throws Exception;
  }

  /**
   * Looks until something is there.
   *
   * @param what named in the error
   * @throws TimeoutException it was not there in time
   */
  public static <T> T until(String what, long everyMillis, long seconds, Look<T> look)
      throws Exception {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
    while (true) {
      T found = look.look();
      if (found != null) {
        return found;
      }
      if (System.nanoTime() > end) {
        throw new TimeoutException(what + ": must come within " + seconds + " s, did not");
      }
      TimeUnit.MILLISECONDS.sleep(everyMillis);
    }
  }
}
