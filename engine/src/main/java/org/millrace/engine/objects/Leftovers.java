package org.millrace.engine.objects;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;

/**
 * What killed processes leave in the hidden folders of buckets: writes and uploads that never
 * became objects. Nobody sees them, but they fill the disk.
 */
public final class Leftovers {

  private Leftovers() {}

  /**
   * Deletes hidden files last written before an instant, which must be long enough ago for any
   * write or upload to have ended.
   *
   * @return how many were deleted
   */
  public static int delete(Path buckets, Instant before) throws IOException {
    int deleted = 0;
    try (DirectoryStream<Path> folders = Files.newDirectoryStream(buckets, Files::isDirectory)) {
      for (Path bucket : folders) {
        Path hidden = bucket.resolve(FolderObjectStore.HIDDEN_FOLDER);
        if (Files.isDirectory(hidden)) {
          deleted += deleteFiles(hidden, before);
          WholeFiles.deleteEmptyFolders(hidden, path -> !path.equals(hidden));
        }
      }
    }
    return deleted;
  }

  private static int deleteFiles(Path hidden, Instant before) throws IOException {
    List<Path> old;
    try (Stream<Path> files = Files.walk(hidden)) {
      old = files.filter(Files::isRegularFile).filter(file -> isOlder(file, before)).toList();
    }
    for (Path file : old) {
      Files.deleteIfExists(file);
    }
    return old.size();
  }

  private static boolean isOlder(Path file, Instant before) {
    try {
      return Files.getLastModifiedTime(file).toInstant().isBefore(before);
    } catch (IOException e) {
      // Finished or deleted meanwhile.
      return false;
    }
  }
}
