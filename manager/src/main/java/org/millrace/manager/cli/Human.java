package org.millrace.manager.cli;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;

/** Numbers as people read them. */
final class Human {
  private static final String[] UNITS = {"B", "KiB", "MiB", "GiB", "TiB"};
  private static final int STEP = 1024;

  private Human() {}

  static String size(long bytes) {
    double value = bytes;
    int unit = 0;
    while (value >= STEP && unit < UNITS.length - 1) {
      value /= STEP;
      unit++;
    }
    return unit == 0 ? bytes + " B" : oneDecimal(value) + " " + UNITS[unit];
  }

  /** {@code 850 ms}, {@code 4.2 s}, {@code 3 min 20 s}, {@code 2 h 5 min}. */
  static String duration(Duration time) {
    long millis = Math.max(0, time.toMillis());
    if (millis < 1_000) {
      return millis + " ms";
    }
    if (millis < 60_000) {
      return oneDecimal(millis / 1_000.0) + " s";
    }
    return time.toHours() > 0
        ? time.toHours() + " h " + time.toMinutesPart() + " min"
        : time.toMinutes() + " min " + time.toSecondsPart() + " s";
  }

  /** Local date and time to the second; empty for an empty text. */
  static String time(String instant) {
    if (instant.isEmpty()) {
      return "";
    }
    LocalDateTime local =
        LocalDateTime.ofInstant(Instant.parse(instant), ZoneId.systemDefault())
            .truncatedTo(ChronoUnit.SECONDS);
    String time = local.toLocalTime().toString();
    return local.toLocalDate() + " " + (time.length() == 5 ? time + ":00" : time);
  }

  /** To a hundredth of a core, without zeros at the end: {@code 1.5}. */
  static String cores(double cores) {
    long hundredths = Math.round(cores * 100);
    if (hundredths % 100 == 0) {
      return Long.toString(hundredths / 100);
    }
    String two = Long.toString(100 + hundredths % 100).substring(1);
    return hundredths / 100 + "." + (two.endsWith("0") ? two.substring(0, 1) : two);
  }

  /** {@code 1 container}, {@code 2 containers}. */
  static String count(long number, String noun) {
    return number + " " + noun + (number == 1 ? "" : "s");
  }

  static String percent(double fraction) {
    return (int) (fraction * 100) + " %";
  }

  // String.format loads the locale machinery, which a short-lived command feels.
  private static String oneDecimal(double value) {
    long tenths = Math.round(value * 10);
    return tenths / 10 + "." + tenths % 10;
  }
}
