package org.millrace.engine.node;

/**
 * How many tasks of one stage to claim at once: about as many as run in a tenth of a second, so
 * that quick tasks share a commit by the hundred and slow ones are not held while another slot
 * could run them. What was learnt outlives a container. Thread-safe.
 */
final class BatchSize {
  private static final long TARGET_NANOS = 100_000_000L;

  /** So short that nobody else need be given a share of it. */
  private static final long QUICK_NANOS = 10_000_000L;

  private static final int FIRST = 4;
  private static final double WEIGHT_OF_NEWEST = 0.5;

  private double nanosPerTask;

  /**
   * The next claim.
   *
   * @param most that the stage allows
   * @param share of what waits, for each slot of the cluster; less is for tasks that take long
   */
  synchronized int next(int most, int share) {
    if (nanosPerTask == 0) {
      return Math.max(1, Math.min(share, Math.min(most, FIRST)));
    }
    int shared = (int) Math.min(share, TARGET_NANOS / nanosPerTask);
    return Math.max(Math.min(most, shared), quick(most));
  }

  /** How many of them need not be shared out: so many {@link #next} allows at least. */
  synchronized int quick(int most) {
    return nanosPerTask == 0 ? 1 : (int) Math.max(1, Math.min(most, QUICK_NANOS / nanosPerTask));
  }

  synchronized void ran(int tasks, long nanos) {
    if (tasks > 0) {
      double newest = Math.max(1, (double) nanos / tasks);
      nanosPerTask =
          nanosPerTask == 0
              ? newest
              : WEIGHT_OF_NEWEST * newest + (1 - WEIGHT_OF_NEWEST) * nanosPerTask;
    }
  }

  /** Whether a batch has taken so long that what is left of it should go to whoever is free. */
  static boolean overdue(long nanos) {
    return nanos > 4 * TARGET_NANOS;
  }
}
