package org.millrace.engine.node;

import java.io.File;
import java.nio.file.Path;
import java.util.function.LongSupplier;
import org.millrace.engine.control.RefusalException;

/**
 * Room on the disk that a process writes to: its database, journal and objects by default. What is
 * kept free is kept for work in hand and for people, since a database that meets a full disk cannot
 * go on by itself. Thread-safe.
 */
public final class DiskSpace {
  /** A disk that is never short. */
  public static final DiskSpace PLENTY = new DiskSpace(new File("."), () -> 0);

  private final File folder;
  private final LongSupplier kept;

  /**
   * @param kept bytes to be kept free; asked whenever it matters. 0: never short
   */
  public DiskSpace(Path folder, LongSupplier kept) {
    this(folder.toFile(), kept);
  }

  private DiskSpace(File folder, LongSupplier kept) {
    this.folder = folder;
    this.kept = kept;
  }

  /** Whether less is free than is to be kept. */
  boolean isShort() {
    return folder.getUsableSpace() < kept.getAsLong();
  }

  /**
   * To be asked before something new is taken in.
   *
   * @throws RefusalException it is short
   */
  public void require() {
    if (isShort()) {
      throw refusal();
    }
  }

  /** What is wrong while it is short. */
  RefusalException refusal() {
    return new RefusalException(
        RefusalException.Cause.NO_ROOM,
        "disk of " + folder,
        "must have %d MiB free".formatted(kept.getAsLong() >> 20),
        "%d MiB".formatted(folder.getUsableSpace() >> 20),
        "make room, or lower millrace.node.keepFree");
  }
}
