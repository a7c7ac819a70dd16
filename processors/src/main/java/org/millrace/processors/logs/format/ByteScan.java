package org.millrace.processors.logs.format;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Searches in bytes, eight at a time (Hacker's Delight, "find first zero byte"). For authors of
 * formats.
 */
public final class ByteScan {
  private static final VarHandle WORD =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final long ONES = 0x0101010101010101L;
  private static final long HIGHS = 0x8080808080808080L;

  private ByteScan() {}

  /** Index of the first such byte in {@code [from, to)}, or -1. */
  public static int indexOf(byte[] bytes, int from, int to, byte wanted) {
    long pattern = (wanted & 0xFFL) * ONES;
    int i = from;
    for (; i <= to - 8; i += 8) {
      long zero = zeros((long) WORD.get(bytes, i) ^ pattern);
      if (zero != 0) {
        return i + (Long.numberOfTrailingZeros(zero) >>> 3);
      }
    }
    for (; i < to; i++) {
      if (bytes[i] == wanted) {
        return i;
      }
    }
    return -1;
  }

  /** Index of the quote that ends a text with backslash escapes, or -1. */
  public static int closingQuote(byte[] bytes, int from, int to) {
    int i = from;
    while (i < to) {
      if (i <= to - 8) {
        long word = (long) WORD.get(bytes, i);
        long hit = zeros(word ^ ('"' * ONES)) | zeros(word ^ ('\\' * ONES));
        if (hit == 0) {
          i += 8;
          continue;
        }
        i += Long.numberOfTrailingZeros(hit) >>> 3;
      }
      if (bytes[i] == '"') {
        return i;
      }
      i += bytes[i] == '\\' ? 2 : 1;
    }
    return -1;
  }

  /** Eight bytes as one number, for comparing with a remembered one. */
  public static long word(byte[] bytes, int at) {
    return (long) WORD.get(bytes, at);
  }

  /** Whether a word holds a byte of 0x80 or above. */
  public static boolean high(long word) {
    return (word & HIGHS) != 0;
  }

  /** The high bit of each byte that is zero; exact for the lowest such byte. */
  public static long zeros(long word) {
    return (word - ONES) & ~word & HIGHS;
  }

  /** The pattern to combine (exclusive or) with a word before {@link #zeros}. */
  public static long pattern(byte wanted) {
    return (wanted & 0xFFL) * ONES;
  }

  /** The value of two decimal digits, or -1. */
  public static int two(byte[] bytes, int at) {
    int tens = bytes[at] - '0';
    int ones = bytes[at + 1] - '0';
    return (tens | ones | 9 - tens | 9 - ones) < 0 ? -1 : tens * 10 + ones;
  }

  /** The value of decimal digits in {@code [from, to)}; -1 for none, others, or more than 15. */
  public static long number(byte[] bytes, int from, int to) {
    if (from >= to || to - from > 15) {
      return -1;
    }
    long value = 0;
    for (int i = from; i < to; i++) {
      int digit = bytes[i] - '0';
      if (digit < 0 || digit > 9) {
        return -1;
      }
      value = value * 10 + digit;
    }
    return value;
  }
}
