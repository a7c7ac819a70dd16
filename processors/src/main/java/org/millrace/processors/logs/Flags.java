package org.millrace.processors.logs;

import org.millrace.processors.logs.format.LogRecord;

/**
 * How many records had a time whose meaning had to be chosen; see {@link LogRecord.Flag}.
 *
 * @param dstGap local times that do not exist, moved forward
 * @param dstOverlap local times that exist twice, the earlier taken
 * @param yearAssumed lines without a year that are not of the reference moment's
 */
public record Flags(long dstGap, long dstOverlap, long yearAssumed) {
  static final Flags NONE = new Flags(0, 0, 0);

  Flags plus(Flags other) {
    return new Flags(
        dstGap + other.dstGap, dstOverlap + other.dstOverlap, yearAssumed + other.yearAssumed);
  }

  Flags plus(LogRecord.Flag flag) {
    return switch (flag) {
      case DST_GAP -> new Flags(dstGap + 1, dstOverlap, yearAssumed);
      case DST_OVERLAP -> new Flags(dstGap, dstOverlap + 1, yearAssumed);
      case YEAR_ASSUMED -> new Flags(dstGap, dstOverlap, yearAssumed + 1);
    };
  }
}
