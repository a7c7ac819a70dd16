package org.millrace.benchmarks.logs;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** One thread, one reader, one regular expression, one map. */
final class RegexLoop {
  private RegexLoop() {}

  static Summary sum(Path file) throws IOException {
    Summary summary = Summary.empty();
    long rejects = 0;
    // ISO-8859-1 never fails on a byte, as a strict UTF-8 reader would on the first broken line.
    try (BufferedReader reader = Files.newBufferedReader(file, StandardCharsets.ISO_8859_1)) {
      for (String line = reader.readLine(); line != null; line = reader.readLine()) {
        if (line.isEmpty()) {
          continue;
        }
        Optional<Regex.Access> access = Regex.parse(line);
        if (access.isPresent()) {
          summary.add(access.get().hour(), access.get().status(), 1, access.get().bytes());
        } else {
          rejects++;
        }
      }
    }
    return summary.withRejects(rejects);
  }
}
