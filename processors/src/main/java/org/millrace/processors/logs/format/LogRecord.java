package org.millrace.processors.logs.format;

/**
 * What the summary needs of one line. Reused from line to line: the outcome is a slice of the line
 * or of the parser's own bytes and holds only until the next line.
 */
public final class LogRecord {
  /** A time whose meaning had to be chosen; counted in the summary. */
  public enum Flag {
    /** The local time does not exist (clocks went forward): moved forward by the gap. */
    DST_GAP,
    /** The local time exists twice (clocks went back): the earlier one is taken. */
    DST_OVERLAP,
    /** The line has no year, and that of the reference moment did not fit. */
    YEAR_ASSUMED
  }

  private static final byte[] ABSENT = {'-'};

  /** 0001-01-01T00:00:00Z and 9999-12-31T23:59:59Z: what four digits of a year can say. */
  private static final long FIRST_SECOND = -62135596800L;

  private static final long LAST_SECOND = 253402300799L;

  private int lineLength;
  private long second;
  private byte[] outcome = ABSENT;
  private int outcomeFrom;
  private int outcomeTo;
  private long bytes;
  private Flag flag;

  /** Begins a line of so many bytes, as it stands in the input and without its line end. */
  public void begin(int length) {
    lineLength = length;
    flag = null;
  }

  public int lineLength() {
    return lineLength;
  }

  /** Sets the time; false when it lies outside the years 1 to 9999. */
  public boolean at(long epochSecond) {
    second = epochSecond;
    return epochSecond >= FIRST_SECOND && epochSecond <= LAST_SECOND;
  }

  public long epochSecond() {
    return second;
  }

  /** Hours since the epoch. */
  public long hour() {
    return Math.floorDiv(second, 3600);
  }

  /** Sets the outcome to these UTF-8 bytes, which are not copied. */
  public void outcome(byte[] from, int start, int end) {
    outcome = from;
    outcomeFrom = start;
    outcomeTo = end;
  }

  /** The line names no outcome: {@code -}. */
  public void noOutcome() {
    outcome(ABSENT, 0, 1);
  }

  public byte[] outcomeBytes() {
    return outcome;
  }

  public int outcomeFrom() {
    return outcomeFrom;
  }

  public int outcomeTo() {
    return outcomeTo;
  }

  public void bytes(long count) {
    bytes = count;
  }

  public long bytes() {
    return bytes;
  }

  public void flag(Flag why) {
    flag = why;
  }

  /** Null for most lines. */
  public Flag flag() {
    return flag;
  }
}
