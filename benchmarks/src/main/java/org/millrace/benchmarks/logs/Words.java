package org.millrace.benchmarks.logs;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Eight bytes at a time, as Hacker's Delight has it ("find first zero byte"). */
final class Words {
  private static final VarHandle WORD =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final long ONES = 0x0101010101010101L;
  private static final long QUOTES = '"' * ONES;
  private static final long BACKSLASHES = '\\' * ONES;
  private static final long NEWLINES = '\n' * ONES;
  static final long HIGHS = 0x8080808080808080L;

  private Words() {}

  static long at(byte[] b, int i) {
    return (long) WORD.get(b, i);
  }

  /**
   * The first byte from {@code i} that a plain quoted text cannot hold: a quote, a backslash, a
   * line feed, or one outside ASCII. There must be one.
   */
  static int special(byte[] b, int i) {
    while (true) {
      long word = at(b, i);
      // In ASCII a borrow marks a byte only above a true hit, so the lowest mark is exact.
      long hit =
          ((word ^ QUOTES) - ONES | (word ^ BACKSLASHES) - ONES | (word ^ NEWLINES) - ONES | word)
              & HIGHS;
      if (hit != 0) {
        return i + (Long.numberOfTrailingZeros(hit) >>> 3);
      }
      i += 8;
    }
  }

  /** The first line feed from {@code i}; there must be one. */
  static int newline(byte[] b, int i) {
    while (true) {
      long word = at(b, i) ^ NEWLINES;
      long hit = word - ONES & ~word & HIGHS;
      if (hit != 0) {
        return i + (Long.numberOfTrailingZeros(hit) >>> 3);
      }
      i += 8;
    }
  }
}
