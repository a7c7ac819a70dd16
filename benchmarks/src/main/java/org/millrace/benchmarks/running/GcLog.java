package org.millrace.benchmarks.running;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Reads what the JVM's own log says of its heap: {@code Pause Young (…) 95M->20M(247M)}. With the
 * serial collector the figure before each collection is a local peak, and no peak is missed.
 */
public final class GcLog {
  private static final Pattern PAUSE = Pattern.compile("Pause .* (\\d+)M->(\\d+)M\\((\\d+)M\\)");
  private static final long MEGABYTE = 1 << 20;

  private GcLog() {}

  /**
   * The heap's peaks.
   *
   * @param used most that was in use at any time, garbage included
   * @param live most that was in use after a collection
   */
  public record Peaks(long used, long live) {}

  /** The Java option that has such a log written. */
  public static String option(Path file) {
    return "-Xlog:gc:file=" + file;
  }

  public static Peaks read(Path file) throws IOException {
    long used = 0;
    long live = 0;
    try (Stream<String> lines = Files.lines(file)) {
      for (String line : (Iterable<String>) lines::iterator) {
        Matcher matcher = PAUSE.matcher(line);
        if (matcher.find()) {
          used = Math.max(used, Long.parseLong(matcher.group(1)) * MEGABYTE);
          live = Math.max(live, Long.parseLong(matcher.group(2)) * MEGABYTE);
        }
      }
    }
    return new Peaks(used, live);
  }
}
