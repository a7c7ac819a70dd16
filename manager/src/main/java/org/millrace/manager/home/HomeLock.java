package org.millrace.manager.home;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.StandardOpenOption;
import org.millrace.manager.errors.Problem;
import org.millrace.manager.errors.RefusedException;

/**
 * Holds a home for one process. The operating system lets go of it when the process dies, however
 * it dies.
 */
public final class HomeLock implements Closeable {
  private final FileChannel channel;

  private HomeLock(FileChannel channel) {
    this.channel = channel;
  }

  /**
   * @throws RefusedException another process holds this home
   */
  public static HomeLock take(Home home) throws IOException {
    FileChannel channel =
        FileChannel.open(
            home.lock(),
            StandardOpenOption.CREATE,
            StandardOpenOption.READ,
            StandardOpenOption.WRITE);
    if (!locked(channel)) {
      channel.close();
      throw refused(home);
    }
    channel.truncate(0);
    channel.write(ByteBuffer.wrap(pid().getBytes(StandardCharsets.US_ASCII)), 0);
    return new HomeLock(channel);
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }

  private static boolean locked(FileChannel channel) throws IOException {
    try {
      FileLock lock = channel.tryLock();
      return lock != null;
    } catch (OverlappingFileLockException e) {
      return false;
    }
  }

  private static RefusedException refused(Home home) throws IOException {
    String holder = Files.readString(home.lock(), StandardCharsets.US_ASCII).trim();
    return new RefusedException(
        new Problem(
            "home " + home.dir(),
            "only one running system may use it, and process " + holder + " does",
            "",
            "stop that one with \"kill " + holder + "\", or give another folder with --home"));
  }

  private static String pid() {
    return Long.toString(ProcessHandle.current().pid());
  }
}
