package org.millrace.processors.logs;

import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import org.apache.commons.compress.compressors.gzip.GzipCompressorInputStream;
import org.millrace.engine.objects.ObjectRef;
import org.millrace.engine.objects.ObjectStore;
import org.millrace.engine.task.BadInputException;

/**
 * Inflates a gzip object of one or more members to its very last byte. Anything but whole members
 * with good checksums, and anything that inflates beyond the limits, ends in a {@link
 * BadInputException}; only the store's own errors stay {@link IOException}s.
 */
final class GzipInput extends InputStream {
  private static final long UNKNOWN = -1;

  private final Object subject;
  private final long size;
  private final SplitLimits limits;
  private final Compressed compressed;
  private final InputStream inflated;
  private long produced;

  private GzipInput(InputStream in, Object subject, long size, SplitLimits limits)
      throws IOException {
    this.subject = subject;
    this.size = size;
    this.limits = limits;
    this.compressed = new Compressed(in);
    try {
      this.inflated =
          GzipCompressorInputStream.builder()
              .setInputStream(compressed)
              .setDecompressConcatenated(true)
              .get();
    } catch (IOException e) {
      compressed.close();
      throw refused(e);
    }
  }

  static GzipInput of(ObjectStore store, ObjectRef object, SplitLimits limits) throws IOException {
    return new GzipInput(store.read(object, 0, object.size()), object, object.size(), limits);
  }

  /** Of a stream whose length is not known. */
  static GzipInput of(InputStream in, Object subject) throws IOException {
    return new GzipInput(in, subject, UNKNOWN, SplitLimits.DEFAULT);
  }

  /** Whether the stream, of which two bytes are read, begins as gzip does. */
  static boolean begins(InputStream in) throws IOException {
    return in.read() == 0x1F && in.read() == 0x8B;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
  }

  @Override
  public int read(byte[] b, int from, int length) throws IOException {
    int count;
    try {
      count = inflated.read(b, from, length);
    } catch (IOException e) {
      throw refused(e);
    }
    if (count < 0) {
      checkWhole();
      return -1;
    }
    produced += count;
    checkLimits();
    return count;
  }

  private void checkWhole() throws IOException {
    if (size != UNKNOWN && compressed.count != size) {
      throw new IOException(
          subject + ": read " + compressed.count + " bytes of " + size + "; it will be read again");
    }
  }

  private void checkLimits() {
    if (produced > limits.maxInflated()) {
      throw new BadInputException(
          subject
              + ": a gzip object may inflate to "
              + limits.maxInflated()
              + " bytes, this one is longer; split it or raise the limit");
    }
    if (produced > limits.ratioFrom() && produced / limits.maxRatio() > compressed.count) {
      throw new BadInputException(
          subject
              + ": a gzip object may inflate to "
              + limits.maxRatio()
              + " times its size, this one made "
              + produced
              + " bytes of "
              + compressed.count
              + "; send it uncompressed if that is meant");
    }
  }

  private IOException refused(IOException e) {
    if (compressed.failure != null) {
      return compressed.failure;
    }
    throw new BadInputException(
        subject
            + ": gzip data must be whole members with good checksums and nothing after them, broke"
            + " off after "
            + produced
            + " inflated bytes ("
            + (e instanceof EOFException ? "the data ends there" : e.getMessage())
            + "); send the file again",
        e);
  }

  @Override
  public void close() throws IOException {
    compressed.close();
    inflated.close();
  }

  /** Counts what is read, and tells the store's failures from those of the data. */
  private static final class Compressed extends FilterInputStream {
    private long count;
    private IOException failure;

    Compressed(InputStream in) {
      super(in);
    }

    /** Bytes read again after a reset would be counted twice. */
    @Override
    public boolean markSupported() {
      return false;
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] b, int from, int length) throws IOException {
      try {
        int read = in.read(b, from, length);
        count += Math.max(0, read);
        return read;
      } catch (IOException e) {
        failure = e;
        throw e;
      }
    }
  }
}
