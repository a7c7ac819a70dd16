package org.millrace.processors.logs;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.LocalDate;
import org.millrace.engine.objects.ObjectRef;
import org.millrace.processors.logs.format.CombinedFormat;

/**
 * Parses a sample in memory, so that the first file after a start meets compiled code: it took
 * three times as long as the second. Leaves nothing behind.
 */
public final class WarmUp {
  private static final int LINES = 20_000;

  private WarmUp() {}

  /** Parses for about this long, beside what else goes on, on a thread that keeps nothing alive. */
  public static void begin(Duration time) {
    Thread thread = new Thread(() -> run(time), "warm-up");
    thread.setDaemon(true);
    thread.setPriority(Thread.MIN_PRIORITY);
    thread.start();
  }

  private static void run(Duration time) {
    long end = System.nanoTime() + time.toNanos();
    try {
      byte[] sample = sample();
      Chunk chunk = chunk(sample.length);
      while (System.nanoTime() - end < 0) {
        ParseProcessor.parse(chunk, new ByteArrayInputStream(sample), null);
      }
    } catch (IOException e) {
      throw new IllegalStateException("memory does not fail to be read. Indicates a bug.", e);
    }
  }

  private static byte[] sample() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    SampleLogs.write(
        out,
        new SampleLogs.Options(1, LINES, SampleLogs.Style.COMBINED, 0, LocalDate.of(2026, 1, 1)));
    return out.toByteArray();
  }

  private static Chunk chunk(int size) {
    Layout layout =
        new Layout(
            new CombinedFormat().name(),
            StandardCharsets.UTF_8.name(),
            "UTC",
            LineEnd.LF,
            0,
            "",
            SplitLimits.DEFAULT.maxLine());
    return new Chunk(new ObjectRef("none", "warm-up", "", size), 0, size, 0, 0, layout);
  }
}
