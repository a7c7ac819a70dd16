package org.millrace.benchmarks.logs;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.LocalDate;

/**
 * Decides about any one line, slowly and by the same rules as Millrace's format {@code combined}:
 * fields one space apart, quotes inside quoted fields escaped, a time that exists, valid UTF-8.
 */
final class StrictLine {
  static final int LONGEST = 1 << 20;

  private static final String MONTHS = "JanFebMarAprMayJunJulAugSepOctNovDec";
  private static final int TIME = 26;
  private static final long FIRST_SECOND = -62135596800L;
  private static final long LAST_SECOND = 253402300799L;

  private final CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
  private final CharBuffer scratch = CharBuffer.allocate(4096);

  private byte[] b;
  private int end;
  private long hour;
  private int status;
  private long bytes;

  /** Whether the line {@code [from, to)}, without its line end, is a record. */
  boolean parse(byte[] buffer, int from, int to) {
    b = buffer;
    end = to;
    if (to - from > LONGEST || !utf8(from)) {
      return false;
    }
    int t = afterWord(afterWord(afterWord(from)));
    if (t < 0 || !has(t, "[") || t + TIME + 1 >= end || b[t + 1 + TIME] != ']' || !time(t + 1)) {
      return false;
    }
    int s = afterQuoted(t + TIME + 2);
    if (s < 0 || s + 4 >= end || !has(s, " ") || !digits(s + 1, 3) || !has(s + 4, " ")) {
      return false;
    }
    status = number(s + 1, 3);
    int n = afterSize(s + 5);
    return n > 0 && afterQuoted(afterQuoted(n)) == end;
  }

  /** Hours since the epoch, of the last good line. */
  long hour() {
    return hour;
  }

  int status() {
    return status;
  }

  long bytes() {
    return bytes;
  }

  private boolean utf8(int from) {
    ByteBuffer in = ByteBuffer.wrap(b, from, end - from);
    decoder.reset();
    CoderResult result;
    do {
      scratch.clear();
      result = decoder.decode(in, scratch, true);
    } while (result.isOverflow());
    return !result.isError();
  }

  private boolean has(int at, String text) {
    return at < end && b[at] == text.charAt(0);
  }

  /** The place after a word and its space; -1 when there is none. */
  private int afterWord(int from) {
    int i = from;
    while (i >= 0 && i < end && b[i] != ' ') {
      i++;
    }
    return i > from && i < end ? i + 1 : -1;
  }

  /** The place after {@code "…"}, its leading space included; -1 when there is none. */
  private int afterQuoted(int from) {
    if (from < 0 || !has(from, " ") || !has(from + 1, "\"")) {
      return -1;
    }
    for (int i = from + 2; i < end; i += b[i] == '\\' ? 2 : 1) {
      if (b[i] == '"') {
        return i + 1;
      }
    }
    return -1;
  }

  private int afterSize(int from) {
    bytes = 0;
    if (has(from, "-")) {
      return from + 1;
    }
    int i = from;
    while (i < end && b[i] >= '0' && b[i] <= '9') {
      bytes = bytes * 10 + b[i++] - '0';
    }
    return i > from && i - from <= 15 ? i : -1;
  }

  private boolean time(int t) {
    boolean shaped =
        digits(t, 2)
            && b[t + 2] == '/'
            && b[t + 6] == '/'
            && digits(t + 7, 4)
            && b[t + 11] == ':'
            && digits(t + 12, 2)
            && b[t + 14] == ':'
            && digits(t + 15, 2)
            && b[t + 17] == ':'
            && digits(t + 18, 2)
            && b[t + 20] == ' '
            && (b[t + 21] == '+' || b[t + 21] == '-')
            && digits(t + 22, 4);
    if (!shaped
        || number(t + 12, 2) > 23
        || number(t + 15, 2) > 59
        || number(t + 18, 2) > 60
        || number(t + 22, 2) > 18
        || number(t + 24, 2) > 59) {
      return false;
    }
    int month = MONTHS.indexOf(new String(b, t + 3, 3, StandardCharsets.ISO_8859_1));
    if (month < 0 || month % 3 > 0) {
      return false;
    }
    long day;
    try {
      day = LocalDate.of(number(t + 7, 4), month / 3 + 1, number(t, 2)).toEpochDay();
    } catch (DateTimeException e) {
      return false;
    }
    long offset = number(t + 22, 2) * 3600L + number(t + 24, 2) * 60L;
    long local = number(t + 12, 2) * 3600L + number(t + 15, 2) * 60L + number(t + 18, 2);
    long second = day * 86400 + local + (b[t + 21] == '-' ? offset : -offset);
    hour = Math.floorDiv(second, 3600L);
    return second >= FIRST_SECOND && second <= LAST_SECOND;
  }

  private boolean digits(int at, int count) {
    for (int i = at; i < at + count; i++) {
      if (b[i] < '0' || b[i] > '9') {
        return false;
      }
    }
    return true;
  }

  private int number(int at, int count) {
    int value = 0;
    for (int i = at; i < at + count; i++) {
      value = value * 10 + b[i] - '0';
    }
    return value;
  }
}
