package org.millrace.engine.node;

/**
 * How many tasks to claim at once: about as many as run in a quarter of a second, so that quick
 * tasks share a commit by the hundred and slow ones are not held while another slot could run them.
 * One container's; not thread-safe.
 */
final class BatchSize {
  private static final long TARGET_NANOS = 100_000_000L;
  private static final int FIRST = 4;
  private static final double WEIGHT_OF_NEWEST = 0.5;

  private double nanosPerTask;

  /** The next claim, from 1 to {@code most}. */
  int next(int most) {
    double fits = nanosPerTask == 0 ? FIRST : TARGET_NANOS / nanosPerTask;
    return (int) Math.max(1, Math.min(most, fits));
  }

  void ran(int tasks, long nanos) {
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
