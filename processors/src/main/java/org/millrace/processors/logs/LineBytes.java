package org.millrace.processors.logs;

import java.io.IOException;
import java.io.OutputStream;

/** A buffer to put text together in, without making strings. */
final class LineBytes {
  private final byte[] bytes;
  private int length;

  LineBytes(int capacity) {
    bytes = new byte[capacity];
  }

  int length() {
    return length;
  }

  LineBytes put(byte[] text) {
    System.arraycopy(text, 0, bytes, length, text.length);
    length += text.length;
    return this;
  }

  LineBytes put(int ascii) {
    bytes[length++] = (byte) ascii;
    return this;
  }

  LineBytes number(int value) {
    int digits = 1;
    for (int v = value; v >= 10; v /= 10) {
      digits++;
    }
    int at = length + digits;
    length = at;
    for (int v = value; at > length - digits; v /= 10) {
      bytes[--at] = (byte) ('0' + v % 10);
    }
    return this;
  }

  LineBytes two(int value) {
    return put('0' + value / 10).put('0' + value % 10);
  }

  /** {@code HH:mm:ss}. */
  LineBytes clock(int secondOfDay) {
    return two(secondOfDay / 3600)
        .put(':')
        .two(secondOfDay / 60 % 60)
        .put(':')
        .two(secondOfDay % 60);
  }

  void flushTo(OutputStream out) throws IOException {
    out.write(bytes, 0, length);
    length = 0;
  }
}
