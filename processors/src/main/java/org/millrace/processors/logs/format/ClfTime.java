package org.millrace.processors.logs.format;

/** Reads {@code dd/Mon/yyyy:HH:mm:ss ±zzzz}, 26 bytes; remembers the last hour and offset. */
final class ClfTime {
  static final int LENGTH = 26;
  static final long BAD = Long.MIN_VALUE;

  private final Days days = new Days();
  private long cachedDay;
  private long cachedHour;
  private long cachedHourStart = BAD;
  private long cachedOffset;
  private long cachedOffsetSeconds = BAD;

  /** Epoch second, or {@link #BAD}. The caller has checked that there are 26 bytes. */
  long parse(byte[] b, int at) {
    // Two overlapping words hold the 14 bytes "dd/Mon/yyyy:HH", one the 8 of "ss ±zzzz".
    long day = ByteScan.word(b, at);
    long hour = ByteScan.word(b, at + 6);
    long offset = ByteScan.word(b, at + 18);
    if (day != cachedDay || hour != cachedHour || cachedHourStart == BAD) {
      cachedHourStart = hourStart(b, at);
      cachedDay = day;
      cachedHour = hour;
    }
    // The first two bytes of the offset's word are the seconds.
    long zone = offset & 0xFFFFFFFFFFFF0000L;
    if (zone != cachedOffset || cachedOffsetSeconds == BAD) {
      cachedOffsetSeconds = offset(b, at + 20);
      cachedOffset = zone;
    }
    int minute = ByteScan.two(b, at + 15);
    int second = ByteScan.two(b, at + 18);
    if (cachedHourStart == BAD
        || cachedOffsetSeconds == BAD
        || (minute | 59 - minute | second | 60 - second) < 0
        || b[at + 14] != ':'
        || b[at + 17] != ':') {
      return BAD;
    }
    return cachedHourStart + minute * 60 + second - cachedOffsetSeconds;
  }

  private long hourStart(byte[] b, int at) {
    int century = ByteScan.two(b, at + 7);
    int year = ByteScan.two(b, at + 9);
    int month = Days.month(b, at + 3);
    int hour = ByteScan.two(b, at + 12);
    boolean shaped = b[at + 2] == '/' && b[at + 6] == '/' && b[at + 11] == ':';
    if (!shaped || (century | year | month | hour | 23 - hour) < 0) {
      return BAD;
    }
    long day = days.of(century * 100 + year, month, ByteScan.two(b, at));
    return day == Days.NONE ? BAD : day * 86400 + hour * 3600L;
  }

  private static long offset(byte[] b, int at) {
    int hours = ByteScan.two(b, at + 2);
    int minutes = ByteScan.two(b, at + 4);
    boolean shaped = b[at] == ' ' && (b[at + 1] == '+' || b[at + 1] == '-');
    if (!shaped || (hours | 18 - hours | minutes | 59 - minutes) < 0) {
      return BAD;
    }
    long seconds = hours * 3600L + minutes * 60L;
    return b[at + 1] == '-' ? -seconds : seconds;
  }
}
