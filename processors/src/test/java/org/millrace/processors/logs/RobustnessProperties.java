package org.millrace.processors.logs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.Locale;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.millrace.processors.logs.format.FormatSettings;
import org.millrace.processors.logs.format.LogFormat;
import org.millrace.processors.logs.format.LogRecord;
import org.millrace.processors.logs.format.RecordParser;

/** Damaged logs: every line is counted, and no parser looks beyond its line. */
class RobustnessProperties {
  private static final String DAMAGE = "\"\\[]<>{}:,-+ 0199aZT/\u0001~\n";

  @Property(tries = 300)
  void everyLineOfADamagedLogIsARecordOrAReject(
      @ForAll long seed,
      @ForAll SampleLogs.Style style,
      @ForAll @IntRange(min = 1, max = 400) int every,
      @ForAll @IntRange(min = 50, max = 5000) int chunk)
      throws IOException {
    byte[] log = damaged(style, seed, every);
    String format = style.name().toLowerCase(Locale.ROOT);
    LogRun.Outcome outcome = LogRun.withDefaults().set("format", format).chunks(chunk).of(log);
    LogRun.Outcome whole = LogRun.withDefaults().set("format", format).of(log);
    assertThat(outcome.content()).isEqualTo(whole.content());
    if (style != SampleLogs.Style.CSV) {
      long lines =
          new String(log, StandardCharsets.ISO_8859_1).lines().filter(l -> !l.isEmpty()).count();
      assertThat(outcome.records() + outcome.rejects().size()).isEqualTo(lines);
    }
  }

  @Property(tries = 300)
  void aParserLooksAtNothingButItsLine(
      @ForAll long seed,
      @ForAll SampleLogs.Style style,
      @ForAll @IntRange(min = 1, max = 400) int every)
      throws IOException {
    LogFormat format = Formats.named(style.name().toLowerCase(Locale.ROOT), "test");
    FormatSettings settings =
        new FormatSettings(
            ZoneId.of("Europe/Berlin"), LogRun.NOW, "timestamp,level,service,bytes,message");
    RecordParser exact = format.parser(settings);
    RecordParser padded = format.parser(settings);
    Random random = new Random(seed);
    String log = new String(damaged(style, seed, every), StandardCharsets.ISO_8859_1);
    for (String line : log.lines().toList()) {
      String cut = line.substring(0, random.nextInt(line.length() + 1));
      for (String text : new String[] {line, cut}) {
        byte[] bytes = text.replaceAll("[^\\x00-\\x7F]", "?").getBytes(StandardCharsets.US_ASCII);
        if (bytes.length > 0) {
          byte[] more = Arrays.copyOf(bytes, bytes.length + 100);
          Arrays.fill(more, bytes.length, more.length, (byte) '0');
          assertThat(parse(exact, bytes, bytes.length))
              .as(text)
              .isEqualTo(parse(padded, more, bytes.length));
        }
      }
    }
  }

  private static String parse(RecordParser parser, byte[] line, int length) {
    LogRecord record = new LogRecord();
    record.begin(length);
    String reason = parser.parse(line, 0, length, record);
    if (reason != null) {
      return reason;
    }
    return record.epochSecond()
        + new String(
            record.outcomeBytes(),
            record.outcomeFrom(),
            record.outcomeTo() - record.outcomeFrom(),
            StandardCharsets.UTF_8)
        + record.bytes()
        + parser.fields(line, 0, length);
  }

  private static byte[] damaged(SampleLogs.Style style, long seed, int every) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    SampleLogs.write(out, new SampleLogs.Options(seed, 30, style, 0.1, LocalDate.of(2026, 11, 20)));
    byte[] log = out.toByteArray();
    Random random = new Random(seed);
    int header = style == SampleLogs.Style.CSV ? 60 : 0;
    for (int i = header + random.nextInt(every);
        i < log.length;
        i += 1 + random.nextInt(2 * every)) {
      log[i] = (byte) DAMAGE.charAt(random.nextInt(DAMAGE.length()));
    }
    return log;
  }
}
