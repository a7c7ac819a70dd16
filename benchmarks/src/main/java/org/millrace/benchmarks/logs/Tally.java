package org.millrace.benchmarks.logs;

import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * Sums of one thread: an array by status for each hour, the current hour's at hand, and the numbers
 * of the rejected lines, counted from the beginning of a chunk.
 */
final class Tally {
  private static final int STATUSES = 1000;

  private final Map<Long, long[]> hours = new HashMap<>();
  private long[] current;
  private long[] rejected = new long[1024];
  private int rejects;

  void hour(long hour) {
    current = hours.computeIfAbsent(hour, h -> new long[2 * STATUSES]);
  }

  /** Adds a record to the current hour. */
  void add(int status, long bytes) {
    current[2 * status]++;
    current[2 * status + 1] += bytes;
  }

  void reject(long line) {
    if (rejects == rejected.length) {
      rejected = Arrays.copyOf(rejected, 2 * rejects);
    }
    rejected[rejects++] = line;
  }

  int rejects() {
    return rejects;
  }

  /** The numbers of the lines rejected from the {@code first}-th on. */
  long[] rejectedFrom(int first) {
    return Arrays.copyOfRange(rejected, first, rejects);
  }

  void addTo(Summary summary) {
    hours.forEach(
        (hour, sums) -> {
          String text = Instant.ofEpochSecond(hour * 3600).toString();
          for (int status = 0; status < STATUSES; status++) {
            if (sums[2 * status] > 0) {
              String name = String.format("%03d", status);
              summary.add(text, name, sums[2 * status], sums[2 * status + 1]);
            }
          }
        });
  }
}
