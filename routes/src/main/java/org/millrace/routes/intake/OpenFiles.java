package org.millrace.routes.intake;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.millrace.engine.objects.FolderObjectStore;
import org.millrace.engine.objects.ObjectRef;

/**
 * Finds files that a process of this machine has open for writing, by Linux's {@code /proc}. It
 * sees the processes this user may look into: its own, and all for root; elsewhere than on Linux it
 * sees none. A file written over a network share is not seen. Thread-safe.
 */
public final class OpenFiles implements BeingWritten {

  private static final Path PROC = Path.of("/proc");
  private static final int ACCESS_MODE = 3;

  private final FolderObjectStore objects;

  public OpenFiles(FolderObjectStore objects) {
    this.objects = objects;
  }

  @Override
  public Set<ObjectRef> among(Collection<ObjectRef> candidates) throws IOException {
    if (candidates.isEmpty() || !Files.isDirectory(PROC.resolve("self/fd"))) {
      return Set.of();
    }
    // By name first, as that costs no look at the file; a path may differ between containers.
    Map<String, List<ObjectRef>> byName =
        candidates.stream().collect(Collectors.groupingBy(ObjectRef::name));
    Set<ObjectRef> writing = new HashSet<>();
    try (DirectoryStream<Path> processes = Files.newDirectoryStream(PROC, "[0-9]*")) {
      for (Path process : processes) {
        scan(process, byName, writing);
      }
    }
    return writing;
  }

  private void scan(Path process, Map<String, List<ObjectRef>> byName, Set<ObjectRef> writing) {
    try (DirectoryStream<Path> descriptors = Files.newDirectoryStream(process.resolve("fd"))) {
      for (Path descriptor : descriptors) {
        look(process, descriptor, byName, writing);
      }
    } catch (IOException | DirectoryIteratorException e) {
      // The process ended or is another user's: nothing is to be seen there.
      return;
    }
  }

  private void look(
      Path process, Path descriptor, Map<String, List<ObjectRef>> byName, Set<ObjectRef> writing) {
    try {
      Path target = Files.readSymbolicLink(descriptor).getFileName();
      for (ObjectRef object :
          byName.getOrDefault(target == null ? "" : target.toString(), List.of())) {
        if (isWriting(process, descriptor)
            && Files.isSameFile(descriptor, objects.file(object.bucket(), object.key()))) {
          writing.add(object);
        }
      }
    } catch (IOException e) {
      // Closed meanwhile.
      return;
    }
  }

  private static boolean isWriting(Path process, Path descriptor) throws IOException {
    Path info = process.resolve("fdinfo").resolve(descriptor.getFileName().toString());
    for (String line : Files.readAllLines(info, StandardCharsets.ISO_8859_1)) {
      if (line.startsWith("flags:")) {
        return (Long.parseLong(line.substring("flags:".length()).strip(), 8) & ACCESS_MODE) != 0;
      }
    }
    return false;
  }
}
