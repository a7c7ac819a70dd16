package org.millrace.benchmarks.running;

import java.util.OptionalDouble;
import java.util.stream.DoubleStream;

/** The middle of some figures, which one noisy run does not move. */
public final class Median {
  private Median() {}

  /** Empty of none; of an even number the mean of the two in the middle. */
  public static OptionalDouble of(DoubleStream values) {
    double[] sorted = values.sorted().toArray();
    int n = sorted.length;
    return n == 0
        ? OptionalDouble.empty()
        : OptionalDouble.of((sorted[(n - 1) / 2] + sorted[n / 2]) / 2);
  }
}
