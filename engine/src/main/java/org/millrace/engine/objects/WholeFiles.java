package org.millrace.engine.objects;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** Steps on files that leave no half of one under a name that others read. */
final class WholeFiles {

  private static final int RENAME_ATTEMPTS = 10;

  private WholeFiles() {}

  static FileChannel create(Path staged) throws IOException {
    return FileChannel.open(staged, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
  }

  /** Renames at once, over what was there; makes the folders above. */
  static void rename(Path from, Path to) throws IOException {
    for (int attempt = 1; ; attempt++) {
      Files.createDirectories(to.getParent());
      try {
        Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
        return;
      } catch (NoSuchFileException e) {
        // A delete may remove the empty folder between the two calls.
        if (attempt == RENAME_ATTEMPTS || !Files.exists(from)) {
          throw e;
        }
      }
    }
  }

  /** Returns a file taken in error to its name, unless a newer one has come there. */
  static void putBack(Path taken, Path file) throws IOException {
    try {
      // A link, unlike a rename, never replaces what is there.
      Files.createLink(file, taken);
      Files.delete(taken);
    } catch (FileAlreadyExistsException e) {
      Files.delete(taken);
    } catch (UnsupportedOperationException e) {
      Files.move(taken, file);
    }
  }

  /** Deletes the empty folders among those below (and at) a folder that the filter takes. */
  static void deleteEmptyFolders(Path folder, Predicate<Path> filter) throws IOException {
    if (!Files.isDirectory(folder)) {
      return;
    }
    List<Path> deepestFirst;
    try (Stream<Path> walk = Files.walk(folder)) {
      deepestFirst =
          walk.filter(Files::isDirectory).filter(filter).sorted(Comparator.reverseOrder()).toList();
    }
    for (Path path : deepestFirst) {
      try {
        Files.deleteIfExists(path);
      } catch (DirectoryNotEmptyException e) {
        // It holds something written meanwhile, which stays.
        continue;
      }
    }
  }
}
