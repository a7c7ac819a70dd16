package org.millrace.engine.analytics;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import org.HdrHistogram.AbstractHistogram;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.IntCountsHistogram;

/**
 * A distribution of durations that can be merged with others and kept as bytes. Quantiles are exact
 * to 1 %, from a microsecond to a day. Not thread-safe.
 */
final class Sketch {
  static final int DIGITS = 2;
  private static final long LONGEST_MICROS = 86_400_000_000L;

  private final AbstractHistogram values;

  private Sketch(AbstractHistogram values) {
    this.values = values;
  }

  /** For what one process sees in seconds: small. */
  static Sketch brief() {
    return new Sketch(new IntCountsHistogram(DIGITS));
  }

  /** For sums of many. */
  static Sketch sum() {
    return new Sketch(new Histogram(DIGITS));
  }

  void record(long micros) {
    values.recordValue(Math.max(0, Math.min(LONGEST_MICROS, micros)));
  }

  /** Null adds nothing. */
  void add(byte[] encoded) {
    if (encoded != null && !EncodedSketch.add(encoded, values)) {
      values.add(Histogram.decodeFromByteBuffer(ByteBuffer.wrap(encoded), 0));
    }
  }

  void clear() {
    values.reset();
  }

  void add(Sketch other) {
    values.add(other.values);
  }

  boolean isEmpty() {
    return values.getTotalCount() == 0;
  }

  /** Null when it is empty. */
  byte[] bytes() {
    if (isEmpty()) {
      return null;
    }
    ByteBuffer buffer = ByteBuffer.allocate(values.getNeededByteBufferCapacity());
    int length = values.encodeIntoByteBuffer(buffer);
    return Arrays.copyOf(buffer.array(), length);
  }

  /**
   * @param bounds in seconds, ascending
   */
  Totals.Distribution distribution(double[] bounds) {
    Map<Double, Long> upTo = new TreeMap<>();
    for (double each : bounds) {
      upTo.put(each, isEmpty() ? 0 : values.getCountBetweenValues(0, Math.round(each * 1_000_000)));
    }
    long count = values.getTotalCount();
    return new Totals.Distribution(
        upTo, count, count == 0 ? 0 : values.getMean() * count / 1_000_000);
  }

  /** In milliseconds; null when it is empty. */
  Double millis(double quantile) {
    return isEmpty() ? null : values.getValueAtPercentile(quantile * 100) / 1000.0;
  }
}
