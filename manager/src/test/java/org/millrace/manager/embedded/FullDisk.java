package org.millrace.manager.embedded;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.util.concurrent.atomic.AtomicInteger;
import org.h2.store.fs.FileBase;
import org.h2.store.fs.FilePath;
import org.h2.store.fs.FilePathWrapper;

/** Files of H2 on a disk that can be full: {@code full:PATH}. */
public final class FullDisk extends FilePathWrapper {
  static final String SCHEME = "full";

  private static final AtomicInteger REFUSED = new AtomicInteger();

  static void register() {
    FilePath.register(new FullDisk());
  }

  /** So many writes fail from now on. */
  static void refuse(int writes) {
    REFUSED.set(writes);
  }

  @Override
  public String getScheme() {
    return SCHEME;
  }

  @Override
  public FileChannel open(String mode) throws IOException {
    return new File(super.open(mode));
  }

  private static final class File extends FileBase {
    private final FileChannel real;

    File(FileChannel real) {
      this.real = real;
    }

    private static void need() throws IOException {
      if (REFUSED.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
        throw new IOException("No space left on device");
      }
    }

    @Override
    public int read(ByteBuffer to) throws IOException {
      return real.read(to);
    }

    @Override
    public int read(ByteBuffer to, long at) throws IOException {
      return real.read(to, at);
    }

    @Override
    public int write(ByteBuffer from) throws IOException {
      need();
      return real.write(from);
    }

    @Override
    public int write(ByteBuffer from, long at) throws IOException {
      need();
      return real.write(from, at);
    }

    @Override
    public long position() throws IOException {
      return real.position();
    }

    @Override
    public FileChannel position(long at) throws IOException {
      real.position(at);
      return this;
    }

    @Override
    public long size() throws IOException {
      return real.size();
    }

    @Override
    public FileChannel truncate(long size) throws IOException {
      real.truncate(size);
      return this;
    }

    @Override
    public void force(boolean metaData) throws IOException {
      real.force(metaData);
    }

    @Override
    public FileLock tryLock(long at, long size, boolean shared) throws IOException {
      return real.tryLock(at, size, shared);
    }

    @Override
    protected void implCloseChannel() throws IOException {
      real.close();
    }
  }
}
