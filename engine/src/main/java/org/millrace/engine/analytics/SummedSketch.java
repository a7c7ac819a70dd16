package org.millrace.engine.analytics;

import java.util.Arrays;
import org.HdrHistogram.Histogram;

/**
 * A sum of encoded ones: only counts, in the order of HdrHistogram's own. A chart adds up thousands
 * and asks each sum for four quantiles; the library's histogram takes some ten times as long for
 * that, and longest where a click after a start meets it not yet compiled.
 */
final class SummedSketch extends Sketch {
  /** Up to a minute; of what is longer it grows. */
  private static final int USUAL = 2_560;

  private long[] counts = new long[USUAL];
  private int first = Integer.MAX_VALUE;
  private int last = -1;
  private long total;

  /**
   * @param index of one of HdrHistogram's counts
   */
  void count(int index, long count) {
    if (index >= counts.length) {
      counts = Arrays.copyOf(counts, Math.max(index + 1, counts.length * 3 / 2));
    }
    counts[index] += count;
    total += count;
    first = Math.min(first, index);
    last = Math.max(last, index);
  }

  @Override
  void put(long micros) {
    count(EncodedSketch.index(micros), 1);
  }

  @Override
  void add(byte[] encoded) {
    if (encoded != null && !EncodedSketch.add(encoded, this)) {
      SeenSketch.decode(encoded)
          .recordedValues()
          .forEach(
              each ->
                  count(
                      EncodedSketch.index(each.getValueIteratedTo()),
                      each.getCountAtValueIteratedTo()));
    }
  }

  @Override
  void add(Sketch other) {
    if (other instanceof SummedSketch sum) {
      for (int index = sum.first; index <= sum.last; index++) {
        if (sum.counts[index] > 0) {
          count(index, sum.counts[index]);
        }
      }
    } else {
      add(other.bytes());
    }
  }

  @Override
  void clear() {
    if (total > 0) {
      Arrays.fill(counts, first, last + 1, 0);
    }
    first = Integer.MAX_VALUE;
    last = -1;
    total = 0;
  }

  @Override
  boolean isEmpty() {
    return total == 0;
  }

  @Override
  byte[] bytes() {
    if (isEmpty()) {
      return null;
    }
    // The largest first: a histogram that grows with each value grows once.
    Histogram values = new Histogram(DIGITS);
    for (int index = last; index >= first; index--) {
      if (counts[index] > 0) {
        values.recordValueWithCount(EncodedSketch.value(index), counts[index]);
      }
    }
    return SeenSketch.encode(values);
  }

  /** As {@code AbstractHistogram.getValueAtPercentile} has it. */
  @Override
  Double millis(double quantile) {
    if (isEmpty()) {
      return null;
    }
    double percentile = Math.min(Math.max(Math.nextDown(quantile * 100), 0), 100);
    long wanted = Math.max(1, (long) Math.ceil(percentile * total / 100));
    long reached = 0;
    int index = first;
    for (; index < last; index++) {
      reached += counts[index];
      if (reached >= wanted) {
        break;
      }
    }
    return (EncodedSketch.value(index + 1) - 1) / 1000.0;
  }
}
