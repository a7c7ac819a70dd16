package org.millrace.routes.dropin;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/** The drop-in files of a folder, symbolic links followed, and what they say. */
final class RouteFiles {
  private static final Set<String> KINDS = Set.of("yaml", "yml", "xml", "java");

  private final Path folder;

  RouteFiles(Path folder) {
    this.folder = folder;
  }

  /** File name to text, in order of name. Files that vanish or cannot be read now are left out. */
  TreeMap<String, String> read() throws IOException {
    TreeMap<String, String> texts = new TreeMap<>();
    if (Files.isDirectory(folder)) {
      try (Stream<Path> files = Files.list(folder)) {
        for (Path file : files.filter(RouteFiles::isDropIn).toList()) {
          try {
            texts.put(file.getFileName().toString(), Files.readString(file));
          } catch (IOException goneOrHalfWritten) {
            // The next look finds it, if it is still there.
          }
        }
      }
    }
    return texts;
  }

  private static boolean isDropIn(Path file) {
    String name = file.getFileName().toString();
    int dot = name.lastIndexOf('.');
    return !name.startsWith(".")
        && dot > 0
        && KINDS.contains(name.substring(dot + 1))
        && Files.isRegularFile(file);
  }
}
