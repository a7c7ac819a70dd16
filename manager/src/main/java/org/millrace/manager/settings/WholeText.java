package org.millrace.manager.settings;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFileAttributeView;
import org.millrace.manager.errors.ConflictException;
import org.millrace.manager.errors.Problem;
import org.millrace.manager.errors.RefusedException;

/** Replaces the text of a file at once: whoever reads it sees the old one or the new one. */
final class WholeText {
  private WholeText() {}

  /**
   * @param before what the file says now
   * @throws RefusedException it says something else; it stays as it is
   */
  static void write(Path file, String before, String after) throws IOException {
    // What a link names is replaced, not the link.
    Path target = Files.exists(file) ? file.toRealPath() : file;
    Path fresh = target.resolveSibling("." + target.getFileName() + ".new");
    try {
      try (FileChannel channel =
          FileChannel.open(
              fresh,
              StandardOpenOption.CREATE,
              StandardOpenOption.TRUNCATE_EXISTING,
              StandardOpenOption.WRITE)) {
        PosixFileAttributeView rights =
            Files.getFileAttributeView(fresh, PosixFileAttributeView.class);
        if (rights != null && Files.exists(target)) {
          // It may hold passwords, so before it holds anything.
          rights.setPermissions(Files.getPosixFilePermissions(target));
        }
        ByteBuffer bytes = ByteBuffer.wrap(after.getBytes(StandardCharsets.UTF_8));
        while (bytes.hasRemaining()) {
          channel.write(bytes);
        }
        channel.force(true);
      }
      if (!SettingsFile.text(file).equals(before)) {
        throw changed(file);
      }
      Files.move(fresh, target, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(fresh);
    }
  }

  private static RefusedException changed(Path file) {
    return new ConflictException(
        new Problem(
            file.getFileName().toString(),
            "was saved by somebody else at the same moment",
            "",
            "nothing was changed; look at it and try again"));
  }
}
