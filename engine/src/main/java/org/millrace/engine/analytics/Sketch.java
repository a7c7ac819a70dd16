package org.millrace.engine.analytics;

/**
 * A distribution of durations that can be merged with others and kept as bytes, as HdrHistogram
 * encodes them. Quantiles are exact to 1 %, from a microsecond to a day. Not thread-safe.
 */
abstract class Sketch {
  static final int DIGITS = 2;
  private static final long LONGEST_MICROS = 86_400_000_000L;

  /** For what one process sees in seconds: small. */
  static Sketch brief() {
    return SeenSketch.brief();
  }

  /** For sums of many that are encoded. */
  static Sketch sum() {
    return new SummedSketch();
  }

  final void record(long micros) {
    put(Math.max(0, Math.min(LONGEST_MICROS, micros)));
  }

  abstract void put(long micros);

  /** Null adds nothing. */
  abstract void add(byte[] encoded);

  abstract void add(Sketch other);

  abstract void clear();

  abstract boolean isEmpty();

  /** Null when it is empty. */
  abstract byte[] bytes();

  /** In milliseconds; null when it is empty. */
  abstract Double millis(double quantile);
}
