package org.millrace.processors.logs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;

/** The summary equals what a plain count with regular expressions and a map gives. */
class SummaryProperties {
  private static final LocalDate DAY = LocalDate.of(2026, 11, 20);
  private static final DateTimeFormatter CLF =
      DateTimeFormatter.ofPattern("dd/MMM/yyyy:HH:mm:ss Z", Locale.ENGLISH);
  private static final Pattern ACCESS =
      Pattern.compile(
          "\\S+ \\S+ \\S+ \\[(.{26})\\] \"[^\"]*\" (\\d{3}) (\\d+|-)( \"[^\"]*\" \"[^\"]*\")?");
  private static final Pattern JSON =
      Pattern.compile("\\{\"timestamp\":\"([^\"]*)\",\"level\":\"([^\"]*)\".*\"bytes\":(\\d+)}");
  private static final Pattern CSV = Pattern.compile("([^,]*),([^,]*),[^,]*,(\\d+),\"[^\"]*\"");
  private static final Pattern SYSLOG = Pattern.compile("<(\\d+)>1 (\\S+) .*");
  private static final List<String> SEVERITIES =
      List.of("emerg", "alert", "crit", "err", "warning", "notice", "info", "debug");

  @Property(tries = 60)
  void theSummaryEqualsAnIndependentCount(
      @ForAll long seed,
      @ForAll SampleLogs.Style style,
      @ForAll @LongRange(min = 0, max = 3000) long lines,
      @ForAll @DoubleRange(min = 0, max = 0.5) double broken,
      @ForAll @IntRange(min = 500, max = 200_000) int chunk)
      throws IOException {
    ByteArrayOutputStream log = new ByteArrayOutputStream();
    SampleLogs.Counts counts =
        SampleLogs.write(log, new SampleLogs.Options(seed, lines, style, broken, DAY));

    LogRun.Outcome outcome =
        LogRun.withDefaults()
            .set("format", style.name().toLowerCase(Locale.ROOT))
            .chunks(chunk)
            .of(log.toByteArray());

    assertThat(outcome.rows()).isEqualTo(count(log.toByteArray(), style));
    assertThat(outcome.records()).isEqualTo(counts.good());
    assertThat(outcome.rejects()).hasSize((int) counts.broken());
  }

  @Property(tries = 40)
  void theFormatOfSampleLogsIsDetected(@ForAll long seed, @ForAll SampleLogs.Style style)
      throws IOException {
    ByteArrayOutputStream log = new ByteArrayOutputStream();
    SampleLogs.write(log, new SampleLogs.Options(seed, 50, style, 0.3, DAY));
    assertThat(LogRun.withDefaults().of(log.toByteArray()).format())
        .isEqualTo(style.name().toLowerCase(Locale.ROOT));
  }

  @Property(tries = 20)
  void sampleLogsAreTheSameForTheSameSeed(@ForAll long seed, @ForAll SampleLogs.Style style)
      throws IOException {
    ByteArrayOutputStream first = new ByteArrayOutputStream();
    ByteArrayOutputStream second = new ByteArrayOutputStream();
    SampleLogs.Options options = new SampleLogs.Options(seed, 100, style, 0.1, DAY);
    SampleLogs.write(first, options);
    SampleLogs.write(second, options);
    assertThat(second.toByteArray()).isEqualTo(first.toByteArray());
  }

  private static List<String> count(byte[] log, SampleLogs.Style style) {
    Map<String, long[]> groups = new TreeMap<>();
    for (String line : new String(log, StandardCharsets.ISO_8859_1).split("\n")) {
      String[] parsed = parse(line, style);
      if (parsed != null) {
        long[] sums = groups.computeIfAbsent(parsed[0] + "," + parsed[1], key -> new long[2]);
        sums[0]++;
        sums[1] += Long.parseLong(parsed[2]);
      }
    }
    List<String> rows = new ArrayList<>();
    groups.forEach((key, sums) -> rows.add("acme," + key + "," + sums[0] + "," + sums[1]));
    return rows;
  }

  /** Hour, outcome and bytes; null for a line that is none. */
  private static String[] parse(String line, SampleLogs.Style style) {
    if (!utf8(line)) {
      return null;
    }
    Matcher m =
        switch (style) {
          case COMBINED, COMMON -> ACCESS.matcher(line);
          case JSON -> JSON.matcher(line);
          case CSV -> CSV.matcher(line);
          case SYSLOG -> SYSLOG.matcher(line);
        };
    if (!m.matches() || line.startsWith("timestamp,")) {
      return null;
    }
    return switch (style) {
      case COMBINED, COMMON ->
          new String[] {
            hour(OffsetDateTime.parse(m.group(1), CLF).toInstant()),
            m.group(2),
            m.group(3).equals("-") ? "0" : m.group(3)
          };
      case SYSLOG ->
          new String[] {
            hour(Instant.parse(m.group(2))),
            SEVERITIES.get(Integer.parseInt(m.group(1)) % 8),
            String.valueOf(line.length())
          };
      default -> new String[] {hour(Instant.parse(m.group(1))), m.group(2), m.group(3)};
    };
  }

  private static String hour(Instant time) {
    return time.truncatedTo(ChronoUnit.HOURS).toString();
  }

  private static boolean utf8(String bytes) {
    try {
      StandardCharsets.UTF_8
          .newDecoder()
          .decode(ByteBuffer.wrap(bytes.getBytes(StandardCharsets.ISO_8859_1)));
      return true;
    } catch (CharacterCodingException e) {
      return false;
    }
  }
}
