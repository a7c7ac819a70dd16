package org.millrace.processors.logs;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import de.siegmar.fastcsv.writer.CsvWriter;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;

/** What is written by a format's rule is read again as it was. */
class RoundTripProperties {
  /** 1970 to 9999, the years a line can say. */
  private static final long LAST = 253402300799L;

  @Property
  void accessLines(
      @ForAll("words") String host,
      @ForAll("words") String user,
      @ForAll("texts") String request,
      @ForAll("texts") String agent,
      @ForAll @LongRange(min = -62135500000L, max = LAST - 100_000) long second,
      @ForAll @IntRange(min = -18 * 60, max = 18 * 60) int offsetMinutes,
      @ForAll @IntRange(min = 100, max = 999) int status,
      @ForAll @LongRange(min = 0, max = 999_999_999_999_999L) long bytes) {
    OffsetDateTime time =
        Instant.ofEpochSecond(second).atOffset(ZoneOffset.ofTotalSeconds(offsetMinutes * 60));
    String common =
        "%s - %s [%s] \"%s\" %d %d"
            .formatted(
                host,
                user,
                DateTimeFormatter.ofPattern("dd/MMM/yyyy:HH:mm:ss Z", Locale.ENGLISH).format(time),
                escaped(request),
                status,
                bytes);
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("host", host);
    fields.put("ident", "-");
    fields.put("user", user);
    fields.put("time", Instant.ofEpochSecond(second).toString());
    fields.put("request", escaped(request));
    fields.put("status", status);
    fields.put("bytes", bytes);
    assertThat(parse("common", common)).isEqualTo(fields);
    fields.put("referer", "-");
    fields.put("agent", escaped(agent));
    assertThat(parse("combined", common + " \"-\" \"" + escaped(agent) + "\"")).isEqualTo(fields);
  }

  @Property
  void jsonLines(
      @ForAll("texts") String level,
      @ForAll("texts") String message,
      @ForAll @LongRange(min = 0, max = LAST) long second,
      @ForAll @LongRange(min = 0, max = 999_999_999_999_999L) long bytes)
      throws JsonProcessingException {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("message", message);
    fields.put("time", Instant.ofEpochSecond(second).toString());
    fields.put("level", level);
    fields.put("bytes", bytes);
    String line = new ObjectMapper().writeValueAsString(fields);
    Map<String, Object> read = parse("json", line);
    assertThat(((Number) read.put("bytes", bytes)).longValue()).isEqualTo(bytes);
    assertThat(read).isEqualTo(fields);
    LogRun.Outcome outcome = LogRun.withDefaults().set("format", "json").of(line);
    assertThat(outcome.records()).isEqualTo(1);
    assertThat(outcome.json().at("/rows/0/outcome").asText()).isEqualTo(level.replace("\0", "\\0"));
    assertThat(outcome.json().at("/rows/0/bytes").asLong()).isEqualTo(bytes);
  }

  @Property
  void csvRecords(
      @ForAll("texts") String level,
      @ForAll("cells") String note,
      @ForAll("delimiters") char delimiter,
      @ForAll @LongRange(min = 0, max = LAST) long second)
      throws IOException {
    StringWriter text = new StringWriter();
    String time = Instant.ofEpochSecond(second).toString();
    try (CsvWriter csv = CsvWriter.builder().fieldSeparator(delimiter).build(text)) {
      csv.writeRecord("note", "time", "level", "size", "x");
      csv.writeRecord(note, time, level, "17", "");
    }
    assertThat(parse("csv", text.toString()))
        .isEqualTo(Map.of("note", note, "time", time, "level", level, "size", "17", "x", ""));
  }

  @Property
  void syslogLines(
      @ForAll @IntRange(min = 0, max = 191) int priority,
      @ForAll("words") String host,
      @ForAll("words") String app,
      @ForAll("texts") String value,
      @ForAll("texts") String message,
      @ForAll @LongRange(min = 0, max = LAST) long second) {
    String time = Instant.ofEpochSecond(second).toString();
    String data = "[id@1 a=\"" + escaped(value) + "\"][b]";
    Map<String, Object> read =
        parse(
            "syslog",
            "<%d>1 %s %s %s - ID1 %s %s".formatted(priority, time, host, app, data, message));
    assertThat(read)
        .containsEntry("facility", priority / 8)
        .containsEntry("time", time)
        .containsEntry("host", host)
        .containsEntry("app", app)
        .containsEntry("procid", "-")
        .containsEntry("msgid", "ID1")
        .containsEntry("data", data)
        .containsEntry("message", message);
  }

  @Property
  void bsdSyslogLinesWithinTheYearBefore(
      @ForAll("words") String host, @ForAll @IntRange(min = 0, max = 363 * 86400) int ago) {
    Instant time = LogRun.NOW.minusSeconds(ago);
    String stamp =
        DateTimeFormatter.ofPattern("MMM ppd HH:mm:ss", Locale.ENGLISH)
            .format(time.atOffset(ZoneOffset.UTC));
    assertThat(parse("syslog", "<30>" + stamp + " " + host + " x: y"))
        .containsEntry("time", time.toString())
        .containsEntry("host", host)
        .containsEntry("message", "x: y");
  }

  private static String escaped(String text) {
    return text.replace("\\", "\\\\").replace("\"", "\\\"");
  }

  private static Map<String, Object> parse(String format, String text) {
    List<LineParser.Line> lines = new ArrayList<>();
    try {
      new LineParser(format, "UTF-8", "UTC", LogRun.NOW)
          .parse(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)), lines::add);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
    assertThat(lines).hasSize(1);
    assertThat(lines.get(0).reject()).isNull();
    return lines.get(0).fields();
  }

  @Provide
  Arbitrary<String> words() {
    return Arbitraries.strings()
        .withCharRange('!', '~')
        .withChars("é中")
        .ofMinLength(1)
        .ofMaxLength(20)
        .filter(word -> !word.startsWith("[") || word.length() > 1);
  }

  /** Anything but line ends and halves of surrogate pairs. */
  @Provide
  Arbitrary<String> texts() {
    return Arbitraries.strings()
        .withCharRange(' ', '~')
        .withChars("\\\"\té中\u0001")
        .ofMaxLength(30);
  }

  @Provide
  Arbitrary<String> cells() {
    return Arbitraries.strings().withChars("ab,;\t|\"'\n é中").ofMaxLength(20);
  }

  @Provide
  Arbitrary<Character> delimiters() {
    return Arbitraries.of(',', ';', '\t', '|');
  }
}
