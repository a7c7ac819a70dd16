package org.millrace.engine.analytics;

/** How busy the minutes of an hour were, written one after the other as {@code 57:1200 }. */
final class BusyMinutes {
  private BusyMinutes() {}

  /**
   * @param second of the hour, at which the minute begins
   */
  static String of(long second, long busy) {
    return second / AnalyticsStore.MINUTE + ":" + busy + " ";
  }

  /**
   * The sum from a second of the hour on.
   *
   * @param minutes in any order; one that was written more than once counts each time
   */
  static long since(long second, String minutes) {
    long first = second / AnalyticsStore.MINUTE;
    long sum = 0;
    long minute = 0;
    long number = 0;
    for (int i = 0; i < minutes.length(); i++) {
      char each = minutes.charAt(i);
      if (each == ':') {
        minute = number;
        number = 0;
      } else if (each == ' ') {
        sum += minute >= first ? number : 0;
        number = 0;
      } else {
        number = 10 * number + each - '0';
      }
    }
    return sum;
  }
}
