package org.millrace.processors.logs;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** A line that did not parse. */
record Reject(long line, String reason, String text) {
  void writeTo(DataOutput out) throws IOException {
    byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
    out.writeLong(line);
    out.writeUTF(reason);
    out.writeInt(utf8.length);
    out.write(utf8);
  }

  /** Null at the end. */
  static Reject readFrom(DataInput in) throws IOException {
    long line;
    try {
      line = in.readLong();
    } catch (EOFException e) {
      return null;
    }
    String reason = in.readUTF();
    byte[] utf8 = new byte[in.readInt()];
    in.readFully(utf8);
    return new Reject(line, reason, new String(utf8, StandardCharsets.UTF_8));
  }
}
