package org.millrace.engine.db;

import java.io.IOException;
import java.nio.channels.FileChannel;
import org.h2.store.fs.FilePath;
import org.h2.store.fs.FilePathWrapper;

/**
 * Files of H2 that no interrupt closes. H2's own ways are each half of it: a plain channel ({@code
 * file:}) is closed when a thread is interrupted that reads or writes, and the database with it;
 * {@code retry:} opens it again and keeps the interrupt from whom it was meant for; {@code async:}
 * has every page read by another thread, which takes ten times as long. Public because H2 makes its
 * paths by reflection.
 */
public final class UninterruptedPath extends FilePathWrapper {
  private static final String SCHEME = "uninterrupted";

  /** Of a file's name for H2. */
  static String prefix() {
    FilePath.register(new UninterruptedPath());
    return SCHEME + ":";
  }

  @Override
  public String getScheme() {
    return SCHEME;
  }

  @Override
  public FileChannel open(String mode) throws IOException {
    return new UninterruptedFile(getBase().toString(), mode);
  }
}
