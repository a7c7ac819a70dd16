package org.millrace.processors.logs.format;

import java.time.DateTimeException;
import java.time.LocalDate;

/** Days since the epoch of calendar dates; remembers the last, since logs are about one day. */
final class Days {
  static final long NONE = Long.MIN_VALUE;

  private static final String MONTHS = "JanFebMarAprMayJunJulAugSepOctNovDec";

  private int year = -1;
  private int month;
  private int day;
  private long epochDay = NONE;

  /** {@link #NONE} when there is no such date. */
  long of(int y, int m, int d) {
    if (y != year || m != month || d != day) {
      year = y;
      month = m;
      day = d;
      try {
        epochDay = LocalDate.of(y, m, d).toEpochDay();
      } catch (DateTimeException e) {
        epochDay = NONE;
      }
    }
    return epochDay;
  }

  /** 1 to 12 for the English short name at this place, else -1. */
  static int month(byte[] b, int at) {
    for (int m = 0; m < 12; m++) {
      if (b[at] == MONTHS.charAt(3 * m)
          && b[at + 1] == MONTHS.charAt(3 * m + 1)
          && b[at + 2] == MONTHS.charAt(3 * m + 2)) {
        return m + 1;
      }
    }
    return -1;
  }
}
