package org.millrace.manager.embedded;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.UserDefinedFileAttributeView;
import java.util.Map;
import java.util.stream.Collectors;
import org.gaul.s3proxy.checksum.FlexChecksum;

/**
 * Marks an uploaded file with its size and time, as an extended attribute. A file later overwritten
 * in its place keeps its attributes, and with them the checksum of bytes that are gone; the mark
 * then no longer fits, and the checksum is not told to clients, who would refuse the file.
 */
final class Stamp {

  private static final String ATTRIBUTE = "millrace-stamp";

  /** Marks a file that is not yet an object. */
  void put(Path file) throws IOException {
    UserDefinedFileAttributeView attributes = attributes(file);
    if (attributes != null) {
      try {
        attributes.write(ATTRIBUTE, ByteBuffer.wrap(of(file).getBytes(StandardCharsets.UTF_8)));
      } catch (IOException | UnsupportedOperationException e) {
        // No attributes on this file system: then there are no checksums either.
        return;
      }
    }
  }

  /** The metadata that is still true of the file. */
  Map<String, String> trusted(Path file, Map<String, String> metadata) {
    if (metadata.keySet().stream().noneMatch(Stamp::isChecksum) || fits(file)) {
      return metadata;
    }
    return metadata.entrySet().stream()
        .filter(entry -> !isChecksum(entry.getKey()))
        .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
  }

  private static boolean fits(Path file) {
    try {
      UserDefinedFileAttributeView attributes = attributes(file);
      ByteBuffer stamp = ByteBuffer.allocate(attributes.size(ATTRIBUTE));
      attributes.read(ATTRIBUTE, stamp);
      return of(file).equals(new String(stamp.array(), StandardCharsets.UTF_8));
    } catch (IOException | UnsupportedOperationException e) {
      return false;
    }
  }

  private static boolean isChecksum(String key) {
    return key.startsWith(FlexChecksum.METADATA_PREFIX);
  }

  private static String of(Path file) throws IOException {
    return Files.size(file) + "-" + Files.getLastModifiedTime(file).toInstant();
  }

  private static UserDefinedFileAttributeView attributes(Path file) {
    return Files.getFileAttributeView(file, UserDefinedFileAttributeView.class);
  }
}
