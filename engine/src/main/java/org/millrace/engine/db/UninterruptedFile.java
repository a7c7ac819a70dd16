package org.millrace.engine.db;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.channels.FileLock;
import java.nio.channels.NonWritableChannelException;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.h2.store.fs.FileBaseDefault;

/**
 * A file that is read and written by whoever asks, and stays open when they are interrupted; the
 * interrupt stays too. Thread-safe; several can read at a time.
 */
final class UninterruptedFile extends FileBaseDefault {
  private final String name;
  private final boolean readOnly;
  private final RandomAccessFile file;

  /*
   * One for each thread that has read while others did. None is closed before the file is: that
   * would give back the lock that the process has on it.
   */
  private final Queue<RandomAccessFile> idle = new ConcurrentLinkedQueue<>();
  private final Queue<RandomAccessFile> readers = new ConcurrentLinkedQueue<>();

  /**
   * @param mode as {@link RandomAccessFile} has it
   */
  UninterruptedFile(String name, String mode) throws IOException {
    this.name = name;
    this.readOnly = mode.equals("r");
    this.file = new RandomAccessFile(name, mode);
  }

  @Override
  public int read(ByteBuffer to, long position) throws IOException {
    RandomAccessFile reader = reader();
    try {
      reader.seek(position);
      if (to.hasArray()) {
        int count = reader.read(to.array(), to.arrayOffset() + to.position(), to.remaining());
        to.position(to.position() + Math.max(0, count));
        return count;
      }
      byte[] bytes = new byte[to.remaining()];
      int count = reader.read(bytes);
      to.put(bytes, 0, Math.max(0, count));
      return count;
    } finally {
      idle.add(reader);
    }
  }

  private RandomAccessFile reader() throws IOException {
    RandomAccessFile reader = idle.poll();
    if (reader == null) {
      reader = new RandomAccessFile(name, "r");
      readers.add(reader);
    }
    return reader;
  }

  @Override
  public synchronized int write(ByteBuffer from, long position) throws IOException {
    if (readOnly) {
      throw new NonWritableChannelException();
    }
    int count = from.remaining();
    file.seek(position);
    if (from.hasArray()) {
      file.write(from.array(), from.arrayOffset() + from.position(), count);
      from.position(from.limit());
    } else {
      byte[] bytes = new byte[count];
      from.get(bytes);
      file.write(bytes);
    }
    return count;
  }

  @Override
  public long size() throws IOException {
    return file.length();
  }

  @Override
  protected synchronized void implTruncate(long size) throws IOException {
    if (size < file.length()) {
      file.setLength(size);
    }
  }

  @Override
  public void force(boolean metaData) throws IOException {
    file.getFD().sync();
  }

  @Override
  public FileLock tryLock(long position, long size, boolean shared) throws IOException {
    return file.getChannel().tryLock(position, size, shared);
  }

  @Override
  protected void implCloseChannel() throws IOException {
    for (RandomAccessFile reader : readers) {
      reader.close();
    }
    file.close();
  }

  @Override
  public String toString() {
    return name;
  }
}
