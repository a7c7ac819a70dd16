package org.millrace.engine.objects;

import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import software.amazon.awssdk.core.ResponseInputStream;

/** A GET's body: complains when it ends early, and is cut off rather than drained when closed. */
final class S3RangeStream extends FilterInputStream {

  private final ResponseInputStream<?> body;
  private final ObjectRef object;
  private long remaining;

  S3RangeStream(ResponseInputStream<?> body, ObjectRef object, long length) {
    super(body);
    this.body = body;
    this.object = object;
    this.remaining = length;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    int read = super.read(bytes, offset, length);
    if (read >= 0) {
      remaining -= read;
    } else if (remaining > 0) {
      // Not every HTTP client reports a connection cut in mid-body.
      throw new EOFException(object + ": connection ended " + remaining + " bytes early");
    }
    return read;
  }

  @Override
  public long skip(long count) throws IOException {
    long skipped = super.skip(count);
    remaining -= skipped;
    return skipped;
  }

  @Override
  public boolean markSupported() {
    return false;
  }

  @Override
  public void close() throws IOException {
    if (remaining > 0) {
      body.abort();
    } else {
      super.close();
    }
  }
}
