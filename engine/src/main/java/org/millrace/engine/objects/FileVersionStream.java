package org.millrace.engine.objects;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.Objects;

/** Reads one range of one version; the read that would give the last byte checks the version. */
final class FileVersionStream extends InputStream {

  /** The JDK keeps a direct buffer of the largest read for each thread, so reads stay small. */
  private static final int LARGEST_READ = 256 * 1024;

  private final FileChannel channel;
  private final VersionCheck check;
  private final long to;
  private long position;

  /** Throws when the version being read is no longer the one at its key. */
  interface VersionCheck {
    void run() throws IOException;
  }

  FileVersionStream(FileChannel channel, long from, long to, VersionCheck check) {
    this.channel = channel;
    this.position = from;
    this.to = to;
    this.check = check;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    Objects.checkFromIndexSize(offset, length, bytes.length);
    if (length == 0) {
      return 0;
    }
    if (position >= to) {
      return -1;
    }
    int wanted = (int) Math.min(Math.min(length, LARGEST_READ), to - position);
    int read = channel.read(ByteBuffer.wrap(bytes, offset, wanted), position);
    if (read < 0) {
      check.run();
      throw new EOFException("file ended at byte " + position + " of " + to);
    }
    position += read;
    if (position >= to) {
      check.run();
    }
    return read;
  }

  @Override
  public long skip(long count) {
    long skipped = Math.max(0, Math.min(count, to - position));
    position += skipped;
    return skipped;
  }

  @Override
  public int available() {
    return (int) Math.min(Integer.MAX_VALUE, to - position);
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
