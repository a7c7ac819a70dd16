package org.millrace.processors.logs;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;

/** One line of a summary: what happened in an hour (since the epoch) with one outcome. */
record Group(long hour, byte[] outcome, long records, long bytes) {
  void writeTo(DataOutput out) throws IOException {
    out.writeLong(hour);
    out.writeShort(outcome.length);
    out.write(outcome);
    out.writeLong(records);
    out.writeLong(bytes);
  }

  /** Null at the end. */
  static Group readFrom(DataInput in) throws IOException {
    long hour;
    try {
      hour = in.readLong();
    } catch (EOFException e) {
      return null;
    }
    byte[] outcome = new byte[in.readUnsignedShort()];
    in.readFully(outcome);
    return new Group(hour, outcome, in.readLong(), in.readLong());
  }

  int compareKey(Group other) {
    int byHour = Long.compare(hour, other.hour);
    return byHour != 0 ? byHour : Arrays.compareUnsigned(outcome, other.outcome);
  }

  Group plus(Group other) {
    return new Group(hour, outcome, records + other.records, bytes + other.bytes);
  }

  /** As {@code 2026-11-21T13:00:00Z}. */
  String hourText() {
    return Instant.ofEpochSecond(hour * 3600).toString();
  }

  /** NUL is escaped as {@code \0}: databases and tools refuse it. */
  String outcomeText() {
    return new String(outcome, StandardCharsets.UTF_8).replace("\0", "\\0");
  }
}
