package org.millrace.benchmarks.logs;

/**
 * The inner loop of the limit: goes over usual lines once, without finding their ends first, and
 * gives every other to {@link StrictLine}. Belongs to one thread.
 */
final class ChunkScan {
  /** Readable bytes that a buffer needs behind its last line. */
  static final int PADDING = 64;

  /** {@code " - - ["} in the low six bytes. */
  private static final long NOBODY = 0x5B202D202D20L;

  private static final long SIX_BYTES = 0xFFFFFFFFFFFFL;
  private static final long BLANKS = 0x2121212121212121L;

  /** {@code " "} before and after a status. */
  private static final long AROUND_STATUS = 0x2000000020L;

  private final Tally tally;
  private final StrictLine strict = new StrictLine();

  // The date and hour of the line before, and its offset: they seldom change.
  private long date;
  private long dateHour;
  private long zone;
  private boolean known;

  private long lines;

  ChunkScan(Tally tally) {
    this.tally = tally;
  }

  /**
   * Counts the lines that begin in {@code [from, to)}. Every one of them ends in a line feed,
   * behind {@code to} perhaps.
   *
   * @return how many lines there were, empty ones too
   */
  long scan(byte[] b, int from, int to) {
    lines = 0;
    int i = from;
    while (i < to) {
      int next = usual(b, i);
      i = next >= 0 ? next : other(b, i);
      lines++;
    }
    return lines;
  }

  /** The place after a usual line, now counted; -1 when it is not one. */
  private int usual(byte[] b, int from) {
    int i = from;
    long hit;
    while ((hit = blank(Words.at(b, i))) == 0) {
      i += 8;
    }
    i += Long.numberOfTrailingZeros(hit) >>> 3;
    if (i == from || (Words.at(b, i) & SIX_BYTES) != NOBODY) {
      return -1;
    }
    int t = i + 6;
    if (Words.at(b, t) != date
        || Words.at(b, t + 6) != dateHour
        || Words.at(b, t + 20) != zone
        || !known
        || !clock(b, t)) {
      return -1;
    }
    // The zone's word holds " +0000] ".
    if (b[t + 28] != '"') {
      return -1;
    }
    int request = Words.special(b, t + 29);
    long s = Words.at(b, request + 1);
    int hundreds = (int) (s >>> 8 & 0xFF) - '0';
    int tens = (int) (s >>> 16 & 0xFF) - '0';
    int ones = (int) (s >>> 24 & 0xFF) - '0';
    if (b[request] != '"'
        || (s & 0xFF000000FFL) != AROUND_STATUS
        || (hundreds | tens | ones | 9 - hundreds | 9 - tens | 9 - ones) < 0) {
      return -1;
    }
    int n = request + 6;
    long size = 0;
    if (b[n] == '-') {
      n++;
    } else {
      int first = n;
      for (int digit = b[n] - '0'; digit >= 0 && digit <= 9; digit = b[++n] - '0') {
        size = size * 10 + digit;
      }
      if (n == first || n - first > 15) {
        return -1;
      }
    }
    if (b[n] != ' ' || b[n + 1] != '"') {
      return -1;
    }
    int referer = Words.special(b, n + 2);
    if (b[referer] != '"' || b[referer + 1] != ' ' || b[referer + 2] != '"') {
      return -1;
    }
    int agent = Words.special(b, referer + 3);
    if (b[agent] != '"' || b[agent + 1] != '\n' || agent - from >= StrictLine.LONGEST) {
      return -1;
    }
    tally.add(hundreds * 100 + tens * 10 + ones, size);
    return agent + 2;
  }

  /** Marks the first byte that is a space, a control character or outside ASCII. */
  private static long blank(long word) {
    return (word - BLANKS | word) & Words.HIGHS;
  }

  /** Whether {@code :mm:ss} follows, without a leap second. */
  private static boolean clock(byte[] b, int t) {
    int m1 = b[t + 15] - '0';
    int m0 = b[t + 16] - '0';
    int s1 = b[t + 18] - '0';
    int s0 = b[t + 19] - '0';
    return b[t + 14] == ':'
        && b[t + 17] == ':'
        && (m1 | m0 | s1 | s0 | 5 - m1 | 9 - m0 | 5 - s1 | 9 - s0) >= 0;
  }

  /** The place after any line, counted or rejected. */
  private int other(byte[] b, int from) {
    int newline = Words.newline(b, from);
    int end = newline > from && b[newline - 1] == '\r' ? newline - 1 : newline;
    if (end == from) {
      return newline + 1;
    }
    if (strict.parse(b, from, end)) {
      tally.hour(strict.hour());
      tally.add(strict.status(), strict.bytes());
      remember(b, from);
    } else {
      tally.reject(lines + 1);
    }
    return newline + 1;
  }

  /** Of a good line, what {@link #usual} compares with; the tally stands at its hour. */
  private void remember(byte[] b, int from) {
    int t = from;
    while (b[t] != '[') {
      t++;
    }
    t++;
    // With an offset of half an hour, or a leap second, minutes decide about the hour.
    known = b[t + 24] == '0' && b[t + 25] == '0' && b[t + 18] < '6';
    date = Words.at(b, t);
    dateHour = Words.at(b, t + 6);
    zone = Words.at(b, t + 20);
  }
}
