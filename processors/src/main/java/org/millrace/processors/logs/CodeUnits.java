package org.millrace.processors.logs;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;

/** Bytes seen as the code units of a charset: single bytes, or pairs for UTF-16. */
record CodeUnits(int width, boolean bigEndian) {
  static CodeUnits of(Charset charset) {
    return new CodeUnits(Charsets.unit(charset), charset.equals(StandardCharsets.UTF_16BE));
  }

  int at(byte[] b, int i) {
    if (width == 1) {
      return b[i] & 0xFF;
    }
    int first = b[i] & 0xFF;
    int second = b[i + 1] & 0xFF;
    return bigEndian ? first << 8 | second : second << 8 | first;
  }

  /**
   * Index of the first such unit, looking only at multiples of the width from {@code from}; or -1.
   */
  int indexOf(byte[] b, int from, int to, int wanted) {
    for (int i = from; i <= to - width; i += width) {
      if (at(b, i) == wanted) {
        return i;
      }
    }
    return -1;
  }
}
