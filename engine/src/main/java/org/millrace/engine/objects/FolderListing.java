package org.millrace.engine.objects;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.PriorityQueue;

/**
 * One page of the files below a folder, ordered by key. A page reads the names of the folders it
 * passes and the attributes of its own files only, so page after page costs little in a folder of
 * thousands. Nothing is opened. Links and special files are no objects.
 */
final class FolderListing {

  /** The character after the slash: every key below {@code a/} sorts before {@code a0}. */
  private static final char AFTER_SLASH = '/' + 1;

  private final String prefix;
  private final String after;
  private final int limit;
  private final List<Found> page = new ArrayList<>();

  record Found(String key, FileVersion version) {}

  private FolderListing(String prefix, String after, int limit) {
    this.prefix = prefix;
    this.after = after;
    this.limit = limit;
  }

  /**
   * @param folder holds every key with the prefix
   * @param after the last key of the page before; empty for the first
   */
  static List<Found> page(Path folder, String prefix, String after, int limit) throws IOException {
    FolderListing listing = new FolderListing(prefix, after, limit);
    listing.descend(folder, prefix.substring(0, prefix.lastIndexOf('/') + 1));
    return listing.page;
  }

  private void descend(Path folder, String folderKey) throws IOException {
    PriorityQueue<String> names = names(folder, folderKey);
    while (page.size() < limit && !names.isEmpty()) {
      String name = names.remove();
      if (name.endsWith("/")) {
        descend(folder.resolve(name), folderKey + name);
        continue;
      }
      Optional<FileVersion.Stat> stat =
          FileVersion.of(folder.resolve(name), LinkOption.NOFOLLOW_LINKS);
      if (stat.isEmpty()) {
        continue;
      }
      if (stat.get().directory()) {
        // Its keys go on with a slash, which sorts after "name-" and "name.".
        names.add(name + "/");
      } else if (stat.get().regular() && wanted(folderKey + name)) {
        page.add(new Found(folderKey + name, stat.get().version()));
      }
    }
  }

  private PriorityQueue<String> names(Path folder, String folderKey) throws IOException {
    PriorityQueue<String> names = new PriorityQueue<>();
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder)) {
      for (Path entry : entries) {
        String name = entry.getFileName().toString();
        if (!FolderKeys.reserved(name) && mayHold(folderKey + name)) {
          names.add(name);
        }
      }
    } catch (NoSuchFileException | NotDirectoryException e) {
      return names;
    } catch (DirectoryIteratorException e) {
      throw e.getCause();
    }
    return names;
  }

  private boolean wanted(String key) {
    return key.startsWith(prefix) && key.compareTo(after) > 0;
  }

  /** Whether this file, or a file below this folder, may be on the page. */
  private boolean mayHold(String key) {
    return (key.startsWith(prefix) || prefix.startsWith(key + "/"))
        && (key + AFTER_SLASH).compareTo(after) > 0;
  }
}
