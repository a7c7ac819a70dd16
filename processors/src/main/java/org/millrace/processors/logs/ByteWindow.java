package org.millrace.processors.logs;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Arrays;

/**
 * The part of a stream that is looked at: {@code [pos, limit)} of a buffer, which slides and grows
 * as needed. What has been passed can be copied elsewhere on the way.
 */
abstract class ByteWindow implements Closeable {
  private static final int FIRST_BUFFER = 1 << 18;

  // Open to the subclass: it looks at every byte, and a call for each would cost more than that.
  byte[] buffer = new byte[FIRST_BUFFER];
  int pos;
  int limit;

  /** The stream has nothing behind {@code limit}. */
  boolean end;

  private final InputStream in;

  /** Offset of {@code buffer[0]} in the stream. */
  private long base;

  private OutputStream copy;
  private int copied;

  ByteWindow(InputStream in) {
    this.in = in;
  }

  /**
   * Bytes of the stream that are passed: to the end of the current record, its line end included.
   */
  final long offset() {
    return base + pos;
  }

  /** Whether more bytes follow. */
  final boolean more() throws IOException {
    while (pos == limit) {
      if (!fill()) {
        return false;
      }
    }
    return true;
  }

  /** Reads more behind what is there, making room as needed; false at the end of the stream. */
  final boolean fill() throws IOException {
    if (end) {
      return false;
    }
    if (pos > 0) {
      flushCopy();
      System.arraycopy(buffer, pos, buffer, 0, limit - pos);
      base += pos;
      limit -= pos;
      pos = 0;
      copied = 0;
    }
    if (limit == buffer.length) {
      buffer = Arrays.copyOf(buffer, 2 * buffer.length);
    }
    int read = in.read(buffer, limit, buffer.length - limit);
    if (read < 0) {
      end = true;
      return false;
    }
    limit += read;
    return true;
  }

  /** From here on, the bytes of records that are passed also go to {@code out}; null to stop. */
  final void copyTo(OutputStream out) throws IOException {
    flushCopy();
    copy = out;
  }

  private void flushCopy() throws IOException {
    if (copy != null && pos > copied) {
      copy.write(buffer, copied, pos - copied);
    }
    copied = pos;
  }

  @Override
  public final void close() throws IOException {
    in.close();
  }
}
