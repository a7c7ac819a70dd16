package org.millrace.processors.logs.format;

import java.time.LocalDateTime;
import java.time.Year;
import java.time.ZoneId;
import java.time.ZoneOffset;

/** Reads RFC 3164's {@code Mmm dd HH:mm:ss}, 15 bytes, and finds the year it leaves out. */
final class BsdTime {
  static final int LENGTH = 15;

  /** 29 February may lie eight years back, across a century that is no leap year. */
  private static final int YEARS_BACK = 8;

  private final Days days = new Days();
  private final LocalTimes local;
  private final int referenceYear;
  private final long latest;

  BsdTime(FormatSettings settings) {
    ZoneId zone = settings.zone();
    local = new LocalTimes(zone);
    LocalDateTime reference = LocalDateTime.ofInstant(settings.reference(), zone);
    referenceYear = reference.getYear();
    latest = reference.plusDays(1).toEpochSecond(ZoneOffset.UTC);
  }

  /** Whether a time of this shape begins here; says nothing of its values. */
  static boolean begins(byte[] b, int at, int to) {
    return at + LENGTH <= to && Days.month(b, at) > 0 && b[at + 3] == ' ' && b[at + 9] == ':';
  }

  boolean read(byte[] b, int at, LogRecord record) {
    int day = b[at + 4] == ' ' ? b[at + 5] - '0' : ByteScan.two(b, at + 4);
    int hour = ByteScan.two(b, at + 7);
    int minute = ByteScan.two(b, at + 10);
    int second = ByteScan.two(b, at + 13);
    if ((day | hour | 23 - hour | minute | 59 - minute | second | 60 - second) < 0
        || b[at + 6] != ' '
        || b[at + 12] != ':') {
      return false;
    }
    int month = Days.month(b, at);
    long ofDay = hour * 3600L + minute * 60L + second;
    // Going back from next year, the first that is not too far ahead is also the nearest.
    for (int year = referenceYear + 1; year >= referenceYear - YEARS_BACK; year--) {
      if (day == 29 && month == 2 && !Year.isLeap(year)) {
        continue;
      }
      long date = days.of(year, month, day);
      if (date == Days.NONE) {
        return false;
      }
      if (date * 86400 + ofDay <= latest) {
        if (year != referenceYear) {
          record.flag(LogRecord.Flag.YEAR_ASSUMED);
        }
        return record.at(local.resolve(date * 86400 + ofDay, record));
      }
    }
    return false;
  }
}
