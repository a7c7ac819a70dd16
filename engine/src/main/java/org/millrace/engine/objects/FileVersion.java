package org.millrace.engine.objects;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * What tells one version of a file from the next without reading it: size, modification time in
 * nanoseconds, and inode where the file system has one. A renamed file keeps its version.
 */
record FileVersion(long size, Instant modified, long inode) {

  private static final boolean UNIX =
      Path.of("").getFileSystem().supportedFileAttributeViews().contains("unix");

  /** The regular file at a path, links followed; empty when there is none. */
  static Optional<FileVersion> of(Path file) throws IOException {
    return of(file, new LinkOption[0]).filter(Stat::regular).map(Stat::version);
  }

  /** What lies at a path, in one call to the system; empty when nothing does. */
  static Optional<Stat> of(Path path, LinkOption... options) throws IOException {
    Map<String, Object> found;
    try {
      found =
          Files.readAttributes(
              path,
              UNIX
                  ? "unix:size,lastModifiedTime,isRegularFile,isDirectory,isSymbolicLink,ino"
                  : "size,lastModifiedTime,isRegularFile,isDirectory,isSymbolicLink",
              options);
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (IOException e) {
      if (belowAFile(path)) {
        return Optional.empty();
      }
      throw e;
    }
    FileVersion version =
        new FileVersion(
            (Long) found.get("size"),
            ((FileTime) found.get("lastModifiedTime")).toInstant(),
            UNIX ? (Long) found.get("ino") : 0);
    return Optional.of(
        new Stat(
            version,
            (Boolean) found.get("isRegularFile"),
            (Boolean) found.get("isDirectory"),
            (Boolean) found.get("isSymbolicLink")));
  }

  String etag() {
    return Long.toHexString(size)
        + "-"
        + Long.toHexString(modified.getEpochSecond() * 1_000_000_000L + modified.getNano())
        + "-"
        + Long.toHexString(inode);
  }

  /** {@code a/b} cannot exist when {@code a} is a file; systems report that in their own words. */
  private static boolean belowAFile(Path path) {
    for (Path parent = path.getParent(); parent != null; parent = parent.getParent()) {
      if (Files.isRegularFile(parent)) {
        return true;
      }
    }
    return false;
  }

  record Stat(FileVersion version, boolean regular, boolean directory, boolean link) {}
}
