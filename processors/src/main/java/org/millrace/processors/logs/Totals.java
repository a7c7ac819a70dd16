package org.millrace.processors.logs;

/** Sums over all chunks. */
final class Totals {
  private String format;
  private int chunks;
  private long records;
  private long rejects;
  private long bytes;
  private Flags flags = Flags.NONE;
  private long parseNanos;
  private long summariseNanos;

  /**
   * @param format as set for the source; null when it was to be detected
   */
  Totals(String format) {
    this.format = format == null ? Formats.UNKNOWN.name() : format;
  }

  void add(Partial partial) {
    format = partial.format();
    chunks++;
    records += partial.records();
    rejects += partial.rejects();
    bytes += partial.bytes();
    flags = flags.plus(partial.flags());
    parseNanos += partial.nanos();
  }

  void summariseNanos(long nanos) {
    summariseNanos = nanos;
  }

  String format() {
    return format;
  }

  int chunks() {
    return chunks;
  }

  long records() {
    return records;
  }

  long rejects() {
    return rejects;
  }

  long bytes() {
    return bytes;
  }

  Flags flags() {
    return flags;
  }

  double parseSeconds() {
    return parseNanos / 1e9;
  }

  double summariseSeconds() {
    return summariseNanos / 1e9;
  }
}
