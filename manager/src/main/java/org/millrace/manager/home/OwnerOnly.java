package org.millrace.manager.home;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/** Files that only their owner may read; on a file system without such rights, as it does it. */
final class OwnerOnly {
  private static final Set<PosixFilePermission> FILE = PosixFilePermissions.fromString("rw-------");
  private static final Set<PosixFilePermission> FOLDER =
      PosixFilePermissions.fromString("rwx------");

  private OwnerOnly() {}

  static void directory(Path path) throws IOException {
    if (Files.notExists(path)) {
      Files.createDirectories(path);
      restrict(path, FOLDER);
    }
  }

  /** Attributes for a file that is private from its first byte. */
  static FileAttribute<?>[] attributes(Path folder) {
    return posix(folder)
        ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(FILE)}
        : new FileAttribute<?>[0];
  }

  static void file(Path path) throws IOException {
    restrict(path, FILE);
  }

  private static void restrict(Path path, Set<PosixFilePermission> rights) throws IOException {
    if (posix(path) && !Files.getPosixFilePermissions(path).equals(rights)) {
      Files.setPosixFilePermissions(path, rights);
    }
  }

  private static boolean posix(Path path) {
    return Files.getFileAttributeView(path, PosixFileAttributeView.class, LinkOption.NOFOLLOW_LINKS)
        != null;
  }
}
