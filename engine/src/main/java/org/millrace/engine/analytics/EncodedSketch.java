package org.millrace.engine.analytics;

import java.nio.ByteBuffer;

/**
 * Adds a distribution as HdrHistogram encodes it (its V2 encoding: a header of 40 bytes, then
 * counts as ZigZag LEB128, runs of zeros as their negative length) to a sum, value by value. The
 * library's own way makes a whole histogram of each by reflection, which takes some hundred times
 * as long: a chart adds up thousands.
 */
final class EncodedSketch {
  private static final int COOKIE = 0x1c849313;
  private static final int HEADER = 40;

  /* Values below 2^8 have a count each with two digits, above them each half of a power of two. */
  private static final int HALF_BITS = 7;
  private static final int HALF = 1 << HALF_BITS;

  private final ByteBuffer bytes;

  private EncodedSketch(ByteBuffer bytes) {
    this.bytes = bytes;
  }

  /** False, and nothing is added, when it is encoded in another way than ours. */
  static boolean add(byte[] encoded, SummedSketch to) {
    ByteBuffer bytes = ByteBuffer.wrap(encoded);
    if (encoded.length < HEADER
        || bytes.getInt() != COOKIE
        || bytes.getInt() != encoded.length - HEADER
        || bytes.getInt() != 0
        || bytes.getInt() != Sketch.DIGITS
        || bytes.getLong() != 1) {
      return false;
    }
    bytes.position(HEADER);
    new EncodedSketch(bytes).addTo(to);
    return true;
  }

  private void addTo(SummedSketch to) {
    for (int index = 0; bytes.hasRemaining(); ) {
      long count = next();
      if (count < 0) {
        index += (int) -count;
        continue;
      }
      if (count > 0) {
        to.count(index, count);
      }
      index++;
    }
  }

  private long next() {
    long value = 0;
    for (int shift = 0; shift < 56; shift += 7) {
      byte each = bytes.get();
      value |= (each & 0x7fL) << shift;
      if (each >= 0) {
        return unsigned(value);
      }
    }
    return unsigned(value | (bytes.get() & 0xffL) << 56);
  }

  private static long unsigned(long zigZag) {
    return zigZag >>> 1 ^ -(zigZag & 1);
  }

  /** Where a value is counted. */
  static int index(long value) {
    int bucket = Long.SIZE - 1 - HALF_BITS - Long.numberOfLeadingZeros(value | 2 * HALF - 1);
    return (bucket << HALF_BITS) + (int) (value >>> bucket);
  }

  /** The lowest of the values that are counted there. */
  static long value(int index) {
    int bucket = (index >> HALF_BITS) - 1;
    return bucket < 0 ? index : (long) ((index & HALF - 1) + HALF) << bucket;
  }
}
