package org.millrace.benchmarks.logs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.millrace.processors.logs.LineParser;
import org.millrace.processors.logs.SampleLogs;
import org.millrace.processors.logs.SampleLogs.Options;
import org.millrace.processors.logs.SampleLogs.Style;

/** The bar counts only while it decides about every line as Millrace does. */
class LimitProperties {
  private static final byte[] TELLING =
      "\"\\ []-:/+0159 \r\n\t\0aZ\u00e9".getBytes(StandardCharsets.UTF_8);

  @Property(tries = 300)
  void limitDecidesAboutDamagedLinesAsMillraceDoes(@ForAll long seed) throws Exception {
    assertSame(damaged(sample(seed, 60), new SplittableRandom(seed)), 1);
  }

  @Property(tries = 10)
  void limitCountsTheSameWhereverItsChunksFall(
      @ForAll long seed, @ForAll @IntRange(min = 4_000, max = 9_000) int lines) throws Exception {
    assertSame(sample(seed, lines), 2);
  }

  private static byte[] sample(long seed, int lines) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    SampleLogs.write(
        out, new Options(seed, lines, Style.COMBINED, 0.05, LocalDate.of(2026, 11, 19)));
    return out.toByteArray();
  }

  /**
   * Some bytes replaced by those that decide; the first line stays, so that the format is known.
   */
  private static byte[] damaged(byte[] log, SplittableRandom random) {
    for (int i = 0; i < 60; i++) {
      log[random.nextInt(log.length)] = TELLING[random.nextInt(TELLING.length)];
    }
    return log;
  }

  private static void assertSame(byte[] log, int threads) throws Exception {
    Path file = Files.createTempFile("limit", ".log");
    try {
      Files.write(file, log);
      Limit.Result limit = Limit.sum(file, threads);
      List<Long> rejected = new ArrayList<>();
      Summary millrace = millrace(log, rejected);
      assertThat(limit.rejected()).containsExactly(rejected.stream().mapToLong(n -> n).toArray());
      assertThat(limit.summary()).isEqualTo(millrace);
    } finally {
      Files.delete(file);
    }
  }

  private static Summary millrace(byte[] log, List<Long> rejected) throws IOException {
    Summary summary = Summary.empty();
    new LineParser("combined", "UTF-8", "UTC", Instant.EPOCH)
        .parse(
            new ByteArrayInputStream(log),
            line -> {
              if (line.reject() != null) {
                rejected.add(line.number());
                return;
              }
              Instant time = Instant.parse((String) line.fields().get("time"));
              summary.add(
                  time.truncatedTo(ChronoUnit.HOURS).toString(),
                  "%03d".formatted((Integer) line.fields().get("status")),
                  1,
                  ((Number) line.fields().get("bytes")).longValue());
            });
    return summary.withRejects(rejected.size());
  }
}
