package org.millrace.processors.logs.format;

import java.time.ZoneId;

/**
 * Reads times as JSON lines, CSV and RFC 5424 write them: ISO 8601 such as {@code
 * 2026-11-21T13:00:00.123Z}, with T or one space, fraction and seconds optional, offset as {@code
 * Z}, {@code +01:00}, {@code +0100} or {@code +01}, the source's zone when absent; or seconds since
 * the epoch (below 10¹¹), or milliseconds.
 */
final class IsoTime {
  private static final long SECONDS_BELOW = 100_000_000_000L;

  private final Days days = new Days();
  private final LocalTimes local;

  IsoTime(ZoneId zone) {
    local = new LocalTimes(zone);
  }

  /** Sets the record's time; false when this is no time. */
  boolean read(byte[] b, int from, int to, LogRecord record) {
    return to - from > 4 && b[from + 4] == '-' && b[from] != '-'
        ? iso(b, from, to, record)
        : epoch(b, from, to, record);
  }

  /** Seconds or milliseconds, as a whole or decimal number. */
  private static boolean epoch(byte[] b, int from, int to, LogRecord record) {
    int point = from;
    while (point < to && b[point] != '.') {
      point++;
    }
    if (point < to && (point + 1 == to || !digits(b, point + 1, to))) {
      return false;
    }
    boolean negative = from < point && b[from] == '-';
    long value = ByteScan.number(b, negative ? from + 1 : from, point);
    if (value < 0) {
      return false;
    }
    long signed = negative ? -value : value;
    if (negative && point < to && !zeros(b, point + 1, to)) {
      signed--; // towards the past, as the whole part of a negative number
    }
    return record.at(value < SECONDS_BELOW ? signed : Math.floorDiv(signed, 1000));
  }

  private boolean iso(byte[] b, int from, int to, LogRecord record) {
    if (to - from < 16 || b[from + 7] != '-' || b[from + 13] != ':') {
      return false;
    }
    int century = ByteScan.two(b, from);
    int year = ByteScan.two(b, from + 2);
    int hour = ByteScan.two(b, from + 11);
    int minute = ByteScan.two(b, from + 14);
    byte t = b[from + 10];
    if ((century | year | hour | 23 - hour | minute | 59 - minute) < 0
        || (t != 'T' && t != ' ' && t != 't')) {
      return false;
    }
    long day = days.of(century * 100 + year, ByteScan.two(b, from + 5), ByteScan.two(b, from + 8));
    if (day == Days.NONE) {
      return false;
    }
    long second = day * 86400 + hour * 3600L + minute * 60L;
    int i = from + 16;
    if (i < to && b[i] == ':') {
      int s = i + 3 <= to ? ByteScan.two(b, i + 1) : -1;
      if (s < 0 || s > 60) {
        return false;
      }
      second += s;
      i += 3;
      if (i < to && (b[i] == '.' || b[i] == ',')) {
        int end = i + 1;
        while (end < to && b[end] >= '0' && b[end] <= '9') {
          end++;
        }
        if (end == i + 1) {
          return false;
        }
        i = end;
      }
    }
    return zone(b, i, to, second, record);
  }

  private boolean zone(byte[] b, int from, int to, long second, LogRecord record) {
    if (from == to) {
      return record.at(local.resolve(second, record));
    }
    int i = b[from] == ' ' ? from + 1 : from;
    if (i + 1 == to && (b[i] == 'Z' || b[i] == 'z')) {
      return record.at(second);
    }
    int length = to - i;
    if ((length != 3 && length != 5 && length != 6) || (b[i] != '+' && b[i] != '-')) {
      return false;
    }
    int hours = ByteScan.two(b, i + 1);
    int minutes = length == 3 ? 0 : ByteScan.two(b, to - 2);
    if ((hours | 18 - hours | minutes | 59 - minutes) < 0 || (length == 6 && b[i + 3] != ':')) {
      return false;
    }
    long offset = hours * 3600L + minutes * 60L;
    return record.at(b[i] == '-' ? second + offset : second - offset);
  }

  private static boolean digits(byte[] b, int from, int to) {
    for (int i = from; i < to; i++) {
      if (b[i] < '0' || b[i] > '9') {
        return false;
      }
    }
    return true;
  }

  private static boolean zeros(byte[] b, int from, int to) {
    for (int i = from; i < to; i++) {
      if (b[i] != '0') {
        return false;
      }
    }
    return true;
  }
}
