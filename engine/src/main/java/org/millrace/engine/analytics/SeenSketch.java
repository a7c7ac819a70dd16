package org.millrace.engine.analytics;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import org.HdrHistogram.AbstractHistogram;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.IntCountsHistogram;

/** What this process sees. */
final class SeenSketch extends Sketch {
  private final AbstractHistogram values;

  private SeenSketch(AbstractHistogram values) {
    this.values = values;
  }

  static SeenSketch brief() {
    return new SeenSketch(new IntCountsHistogram(DIGITS));
  }

  /** Since the process began. */
  static SeenSketch lasting() {
    return new SeenSketch(new Histogram(DIGITS));
  }

  static byte[] encode(AbstractHistogram values) {
    ByteBuffer buffer = ByteBuffer.allocate(values.getNeededByteBufferCapacity());
    int length = values.encodeIntoByteBuffer(buffer);
    return Arrays.copyOf(buffer.array(), length);
  }

  static Histogram decode(byte[] encoded) {
    return Histogram.decodeFromByteBuffer(ByteBuffer.wrap(encoded), 0);
  }

  @Override
  void put(long micros) {
    values.recordValue(micros);
  }

  @Override
  void add(byte[] encoded) {
    if (encoded != null) {
      values.add(decode(encoded));
    }
  }

  @Override
  void add(Sketch other) {
    if (other instanceof SeenSketch seen) {
      values.add(seen.values);
    } else {
      add(other.bytes());
    }
  }

  @Override
  void clear() {
    values.reset();
  }

  @Override
  boolean isEmpty() {
    return values.getTotalCount() == 0;
  }

  @Override
  byte[] bytes() {
    return isEmpty() ? null : encode(values);
  }

  @Override
  Double millis(double quantile) {
    return isEmpty() ? null : values.getValueAtPercentile(quantile * 100) / 1000.0;
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
}
