package org.millrace.processors.logs;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.SplittableRandom;

/**
 * Writes logs as partners send them, spread over a day in order of time: for demonstrations, tests
 * and measurements. The same options give the same bytes. Stateless.
 */
public final class SampleLogs {
  /** What lines look like. */
  public enum Style {
    COMBINED,
    COMMON,
    JSON,
    CSV,
    SYSLOG
  }

  /**
   * What to write.
   *
   * @param seed the same seed gives the same bytes
   * @param lines how many, a header not counted
   * @param style what they look like
   * @param broken share of lines that do not parse, 0 to 1
   * @param day on which everything happens, in UTC
   */
  public record Options(long seed, long lines, Style style, double broken, LocalDate day) {
    public Options {
      if (lines < 0 || broken < 0 || broken > 1) {
        throw new IllegalArgumentException(
            "sample logs: lines must not be negative and broken a share from 0 to 1, were %d and %s"
                .formatted(lines, broken));
      }
    }
  }

  /**
   * What was written.
   *
   * @param good lines that parse
   * @param broken lines that do not
   */
  public record Counts(long good, long broken) {}

  private static final int BUFFER = 1 << 18;
  private static final byte[][] BROKEN = {
    "-- MARK --".getBytes(StandardCharsets.US_ASCII),
    "java.lang.IllegalStateException: connection reset".getBytes(StandardCharsets.US_ASCII),
    "\tat com.example.Handler.handle(Handler.java:42)".getBytes(StandardCharsets.US_ASCII),
    {'c', 'a', 'f', (byte) 0xE9, ' ', 0, ' ', (byte) 0xFF},
  };

  private SampleLogs() {}

  /** Writes the lines; leaves the stream open. */
  public static Counts write(OutputStream out, Options options) throws IOException {
    SplittableRandom random = new SplittableRandom(options.seed());
    LineBytes line = new LineBytes(BUFFER);
    SampleLine style = SampleLine.of(options.style(), options.day());
    style.header(line);
    long broken = 0;
    for (long i = 0; i < options.lines(); i++) {
      if (options.broken() > 0 && random.nextDouble() < options.broken()) {
        line.put(BROKEN[random.nextInt(BROKEN.length)]);
        broken++;
      } else {
        // In whole seconds of the day, so that lines come in order whatever their number.
        style.write(line, (int) (i * 86_400 / options.lines()), random);
      }
      line.put('\n');
      if (line.length() > BUFFER - 4096) {
        line.flushTo(out);
      }
    }
    line.flushTo(out);
    return new Counts(options.lines() - broken, broken);
  }
}
