package org.millrace.processors.logs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.constraints.IntRange;

/** Any bytes, any cut: the records are the same as read whole. */
class SplittingProperties {
  private static final String LINE = "h - - [21/Nov/2026:13:05:09 +0000] \"GET /\" 200 1";
  private static final String CSV_HEADER = "ts,level,note\n";

  @Property(tries = 400)
  void linesAreTheSameWhereverTheFileIsCut(
      @ForAll("logs") byte[] bytes,
      @ForAll @IntRange(min = 1, max = 120) int chunk,
      @ForAll @IntRange(min = 1, max = 40) int maxRead) {
    LogRun.Outcome whole = common().of(bytes);
    assertThat(common().chunks(chunk).maxRead(maxRead).of(bytes).content())
        .isEqualTo(whole.content());
    assertThat(common().chunks(chunk).of(Gzip.of(bytes)).content()).isEqualTo(whole.content());
    int half = bytes.length / 2;
    byte[] members =
        Gzip.of(
            Arrays.copyOf(bytes, half), new byte[0], Arrays.copyOfRange(bytes, half, bytes.length));
    assertThat(common().chunks(chunk).of(members).content()).isEqualTo(whole.content());
  }

  @Property(tries = 400)
  void everyLineThatIsNotEmptyIsARecordOrARejectByItsNumber(
      @ForAll("logs") byte[] bytes, @ForAll @IntRange(min = 1, max = 120) int chunk) {
    LogRun.Outcome outcome = common().chunks(chunk).of(bytes);
    List<String> lines = lines(bytes);
    List<Long> expected = new ArrayList<>();
    int records = 0;
    for (int i = 0; i < lines.size(); i++) {
      if (parses(lines.get(i))) {
        records++;
      } else if (!lines.get(i).isEmpty()) {
        expected.add(i + 1L);
      }
    }
    assertThat(outcome.rejectedLines()).isEqualTo(expected);
    assertThat(outcome.records()).isEqualTo(records);
  }

  @Property(tries = 300)
  void quotedRecordsAreTheSameWhereverTheFileIsCut(
      @ForAll("tables") byte[] bytes,
      @ForAll @IntRange(min = 1, max = 60) int chunk,
      @ForAll @IntRange(min = 1, max = 40) int maxRead) {
    LogRun.Outcome whole = csv().of(bytes);
    assertThat(csv().chunks(chunk).maxRead(maxRead).of(bytes).content()).isEqualTo(whole.content());
    assertThat(csv().chunks(chunk).of(Gzip.of(bytes)).content()).isEqualTo(whole.content());
  }

  @Property(tries = 300)
  void longLinesAreRejectedAloneWhereverTheFileIsCut(
      @ForAll("logs") byte[] bytes,
      @ForAll("tables") byte[] table,
      @ForAll @IntRange(min = 1, max = 60) int chunk,
      @ForAll @IntRange(min = 1, max = 60) int maxLine) {
    assertThat(common().maxLine(maxLine).chunks(chunk).maxRead(7).of(bytes).content())
        .isEqualTo(common().maxLine(maxLine).of(bytes).content());
    int withHeader = Math.max(maxLine, CSV_HEADER.length());
    assertThat(csv().maxLine(withHeader).chunks(chunk).maxRead(7).of(table).content())
        .isEqualTo(csv().maxLine(withHeader).of(table).content());
    List<String> lines = lines(bytes);
    LogRun.Outcome outcome = common().maxLine(maxLine).of(bytes);
    assertThat(
            outcome.rejects().stream()
                .filter(r -> r.reason().startsWith("line longer"))
                .map(Reject::line)
                .toList())
        .isEqualTo(
            IntStream.range(0, lines.size())
                .filter(i -> lines.get(i).length() > maxLine)
                .mapToObj(i -> i + 1L)
                .toList());
  }

  @Property(tries = 200)
  void everyCharsetGivesTheSame(
      @ForAll("texts") String text,
      @ForAll("charsets") String charset,
      @ForAll @IntRange(min = 1, max = 120) int chunk) {
    LogRun.Outcome utf8 = common().of(text);
    byte[] encoded = text.getBytes(Charset.forName(charset));
    assertThat(common().set("charset", charset).chunks(chunk).maxRead(9).of(encoded).content())
        .isEqualTo(utf8.content());
  }

  private static LogRun common() {
    return LogRun.withDefaults().set("format", "common");
  }

  private static LogRun csv() {
    return LogRun.withDefaults().set("format", "csv");
  }

  /** Whatever stands before the line without a space is part of the host. */
  private static boolean parses(String line) {
    byte[] bytes = line.getBytes(StandardCharsets.ISO_8859_1);
    boolean utf8 =
        Arrays.equals(
            bytes, new String(bytes, StandardCharsets.UTF_8).getBytes(StandardCharsets.UTF_8));
    return utf8 && line.endsWith(LINE) && line.indexOf(' ') >= line.length() - LINE.length();
  }

  /** Lines by a rule as plain as can be. */
  private static List<String> lines(byte[] bytes) {
    String text = new String(bytes, StandardCharsets.ISO_8859_1);
    boolean cr = text.indexOf('\r') >= 0 && text.indexOf('\n') < 0;
    List<String> lines = new ArrayList<>(List.of(text.split(cr ? "\r" : "\n", -1)));
    String last = lines.remove(lines.size() - 1);
    if (!cr) {
      lines.replaceAll(l -> l.endsWith("\r") ? l.substring(0, l.length() - 1) : l);
    }
    if (!last.isEmpty()) {
      lines.add(last);
    }
    return lines;
  }

  @Provide
  Arbitrary<byte[]> logs() {
    Arbitrary<byte[]> anyBytes =
        Arbitraries.bytes().array(byte[].class).ofMaxSize(6).filter(b -> !bomAtStart(b));
    Arbitrary<byte[]> pieces =
        Arbitraries.of(LINE, "\n", "\n", "\r\n", "\n\n", "\r", " ", "x", LINE + "\n", "é€")
            .map(s -> s.getBytes(StandardCharsets.UTF_8));
    return concatenated(
            Arbitraries.frequencyOf(List.of(Tuple.of(6, pieces), Tuple.of(1, anyBytes))))
        .filter(b -> !bomAtStart(b) && !(b.length > 1 && b[0] == 0x1F && b[1] == (byte) 0x8B));
  }

  @Provide
  Arbitrary<byte[]> tables() {
    Arbitrary<byte[]> pieces =
        Arbitraries.of(
                "1,a,b\n",
                "1,\"a\nb\",c\n",
                "1,\"a\"\"\n,\",c\r\n",
                "\"",
                ",",
                "\n",
                "\r\n",
                "\r",
                "x",
                "1,a,\"b",
                "\"\n",
                "é",
                "\u00ff")
            .map(s -> s.getBytes(StandardCharsets.UTF_8));
    return concatenated(pieces)
        .map(
            rows -> {
              byte[] header = CSV_HEADER.getBytes(StandardCharsets.UTF_8);
              byte[] all = Arrays.copyOf(header, header.length + rows.length);
              System.arraycopy(rows, 0, all, header.length, rows.length);
              return all;
            });
  }

  @Provide
  Arbitrary<String> texts() {
    return Arbitraries.of(LINE + "\n", LINE + "\r\n", "中文 字\n", "\n", "丂\n", " \n", "上\r", "x")
        .list()
        .ofMaxSize(12)
        .map(parts -> parts.stream().collect(Collectors.joining()));
  }

  @Provide
  Arbitrary<String> charsets() {
    return Arbitraries.of("UTF-8", "UTF-16", "UTF-16LE", "UTF-16BE", "GBK", "GB18030");
  }

  private static boolean bomAtStart(byte[] b) {
    return b.length > 1
        && (b[0] == (byte) 0xFF
            || b[0] == (byte) 0xFE
            || (b[0] == (byte) 0xEF && b[1] == (byte) 0xBB));
  }

  private static Arbitrary<byte[]> concatenated(Arbitrary<byte[]> parts) {
    return parts
        .list()
        .ofMaxSize(14)
        .map(
            list -> {
              ByteArrayOutputStream all = new ByteArrayOutputStream();
              list.forEach(all::writeBytes);
              return all.toByteArray();
            });
  }
}
