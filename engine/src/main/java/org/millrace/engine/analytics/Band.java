package org.millrace.engine.analytics;

import java.util.Arrays;
import java.util.stream.Collectors;

/**
 * How much a job did at a stage over time, in slots of equal length that become twice as long when
 * there would be too many.
 *
 * @param begun second since 1970 at which the first slot begins
 * @param seconds a slot's length
 * @param done tasks that were settled, a number a slot
 * @param failed attempts that failed
 */
public record Band(long begun, int seconds, long[] done, long[] failed) {
  /** How long before the second it is noted at something may have been done. */
  public static final int LATENESS = 5;

  static final int MOST_SLOTS = 96;
  static final int SHORTEST = 5;

  static Band from(long second) {
    return new Band(second, SHORTEST, new long[0], new long[0]);
  }

  static Band of(long begun, int seconds, String done, String failed) {
    return new Band(begun, seconds, numbers(done), numbers(failed));
  }

  /** The same with what happened at a second; before its begin counts as at its begin. */
  Band plus(long second, long moreDone, long moreFailed) {
    Band band = this;
    while (band.slot(second) >= MOST_SLOTS) {
      band = new Band(begun, band.seconds * 2, halves(band.done), halves(band.failed));
    }
    int slot = band.slot(second);
    long[] newDone = Arrays.copyOf(band.done, Math.max(slot + 1, band.done.length));
    long[] newFailed = Arrays.copyOf(band.failed, newDone.length);
    newDone[slot] += moreDone;
    newFailed[slot] += moreFailed;
    return new Band(begun, band.seconds, newDone, newFailed);
  }

  String doneText() {
    return text(done);
  }

  String failedText() {
    return text(failed);
  }

  private int slot(long second) {
    return (int) Math.min(Integer.MAX_VALUE, Math.max(0, second - begun) / seconds);
  }

  private static long[] halves(long[] slots) {
    long[] sums = new long[(slots.length + 1) / 2];
    for (int i = 0; i < slots.length; i++) {
      sums[i / 2] += slots[i];
    }
    return sums;
  }

  private static String text(long[] slots) {
    return Arrays.stream(slots).mapToObj(Long::toString).collect(Collectors.joining(","));
  }

  private static long[] numbers(String text) {
    return text.isEmpty()
        ? new long[0]
        : Arrays.stream(text.split(",")).mapToLong(Long::parseLong).toArray();
  }
}
