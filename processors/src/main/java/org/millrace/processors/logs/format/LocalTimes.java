package org.millrace.processors.logs.format;

import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneRules;
import java.util.List;

/**
 * Gives local times of a zone their place in time. A time in a gap moves forward by the gap's
 * length, of two readings in an overlap the earlier is taken; both are flagged.
 */
final class LocalTimes {
  private final ZoneRules rules;
  private long minute = Long.MIN_VALUE;
  private long offset;
  private LogRecord.Flag flag;

  LocalTimes(ZoneId zone) {
    rules = zone.getRules();
  }

  /** Epoch second of the local time given as seconds since 1970-01-01T00:00 of the clock's face. */
  long resolve(long localSecond, LogRecord record) {
    long of = Math.floorDiv(localSecond, 60);
    if (of != minute) {
      look(of * 60);
      minute = of;
    }
    if (flag != null) {
      record.flag(flag);
    }
    return localSecond - offset;
  }

  private void look(long localSecond) {
    LocalDateTime local = LocalDateTime.ofEpochSecond(localSecond, 0, ZoneOffset.UTC);
    List<ZoneOffset> valid = rules.getValidOffsets(local);
    switch (valid.size()) {
      case 1 -> flag = null;
      case 0 -> flag = LogRecord.Flag.DST_GAP;
      default -> flag = LogRecord.Flag.DST_OVERLAP;
    }
    ZoneOffsetTransition transition = flag == null ? null : rules.getTransition(local);
    // The offset before the transition reads a gap as shifted forward and an overlap as earlier.
    ZoneOffset applied = transition == null ? valid.get(0) : transition.getOffsetBefore();
    offset = applied.getTotalSeconds();
  }
}
