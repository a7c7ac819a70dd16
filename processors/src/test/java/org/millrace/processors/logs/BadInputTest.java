package org.millrace.processors.logs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.groups.Tuple.tuple;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.millrace.engine.task.BadInputException;

class BadInputTest {
  private static final String LINE =
      "h - - [21/Nov/2026:13:05:09 +0000] \"GET /\" 200 1 \"-\" \"curl\"";
  private static final byte[] LOG = (LINE + "\n").repeat(500).getBytes(StandardCharsets.UTF_8);
  private static final byte[] GZIP = Gzip.of(LOG);

  @Test
  void gzipCutAnywhereIsRefused() {
    for (int length = 3; length < GZIP.length; length++) {
      byte[] cut = Arrays.copyOf(GZIP, length);
      assertThatThrownBy(() -> LogRun.withDefaults().of(cut))
          .isInstanceOf(BadInputException.class)
          .hasMessageContaining("inbox/input.log: gzip data must be whole members")
          .hasMessageContaining("send the file again");
    }
  }

  @Test
  void gzipWithABadChecksumOrLengthIsRefused() {
    for (int fromEnd = 1; fromEnd <= 8; fromEnd++) {
      byte[] bad = GZIP.clone();
      bad[bad.length - fromEnd] ^= 1;
      assertThatThrownBy(() -> LogRun.withDefaults().of(bad)).isInstanceOf(BadInputException.class);
    }
  }

  @Test
  void gzipMembersAreReadToTheLast() {
    assertThat(LogRun.withDefaults().of(Gzip.of(LOG, LOG, new byte[0], LOG)).records())
        .isEqualTo(1500);
  }

  @Test
  void gzipCutWithinALaterMembersHeaderIsRefused() {
    byte[] two = Gzip.of(LOG, LOG);
    for (int more = 1; more < 12; more++) {
      byte[] cut = Arrays.copyOf(two, GZIP.length + more);
      assertThatThrownBy(() -> LogRun.withDefaults().of(cut)).isInstanceOf(BadInputException.class);
    }
  }

  @Test
  void garbageAfterTheLastMemberIsRefused() {
    for (byte[] garbage : new byte[][] {{0}, new byte[512], {'x'}, {0x1F}, {0x1F, 'x'}}) {
      byte[] all = Arrays.copyOf(GZIP, GZIP.length + garbage.length);
      System.arraycopy(garbage, 0, all, GZIP.length, garbage.length);
      assertThatThrownBy(() -> LogRun.withDefaults().of(all)).isInstanceOf(BadInputException.class);
    }
  }

  @Test
  void emptyInputsGiveEmptyResultsAtOnce() {
    for (byte[] empty :
        new byte[][] {{}, Gzip.of(new byte[0]), {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF}}) {
      LogRun run = LogRun.withDefaults();
      LogRun.Outcome outcome = run.of(empty);
      assertThat(run.chunkCount()).isZero();
      assertThat(outcome.rows()).isEmpty();
      assertThat(outcome.json().at("/totals/lines").asLong(-1)).isZero();
    }
  }

  @Test
  void aZipBombIsRefusedByItsRatio() {
    byte[] bomb = Gzip.of(new byte[8 << 20]);
    SplitLimits limits = new SplitLimits(1 << 20, 1 << 20, 1L << 40, 200, 1 << 20);
    LogRun run = LogRun.withDefaults().limits(limits).set("format", "combined");
    assertThatThrownBy(() -> run.of(bomb))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("may inflate to 200 times its size");
    assertThatThrownBy(() -> LogRun.withDefaults().of(Gzip.of(new byte[110 << 20])))
        .isInstanceOf(BadInputException.class);
  }

  @Test
  void aCompressedObjectIsRefusedByItsInflatedSize() {
    SplitLimits limits = new SplitLimits(1 << 20, 1 << 20, 20_000, 10_000, 1 << 20);
    assertThatThrownBy(() -> LogRun.withDefaults().limits(limits).of(GZIP))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("may inflate to 20000 bytes");
  }

  @Test
  void aLineOfGigabytesIsRejectedAloneInBoundedMemory() {
    LogRun run = LogRun.withDefaults();
    // Longer than an int can say, and more than the heap the tests run in.
    LogRun.Outcome outcome = run.of(run.store.putLong("huge.log", LOG, 2_200_000_000L, LOG));
    assertThat(outcome.records()).isEqualTo(1000);
    assertThat(outcome.rejectedLines()).containsExactly(501L);
    assertThat(outcome.reasons()).containsExactly("line longer than 1048576 bytes");
    assertThat(outcome.rejects().get(0).text()).hasSize(8192);
  }

  @Test
  void nulBytesAreKeptEscaped() {
    LogRun.Outcome outcome =
        LogRun.withDefaults()
            .set("format", "json")
            .of("a\0b\n{\"ts\":1795266309,\"level\":\"x\\u0000y\",\"bytes\":1}\n");
    assertThat(outcome.rejects()).containsExactly(new Reject(1, "bad JSON", "a\\0b"));
    assertThat(outcome.rows()).containsExactly("acme,2026-11-21T13:00:00Z,x\\0y,1,1");
  }

  @Test
  void undecodableBytesAreKeptEscapedAndNeverReplaced() {
    byte[] bytes =
        (LINE.replace("curl", "caf\u00e9") + "\n" + "\u00e9\\x\n" + LINE)
            .getBytes(StandardCharsets.ISO_8859_1);
    LogRun.Outcome utf8 = LogRun.withDefaults().of(bytes);
    assertThat(utf8.records()).isEqualTo(1);
    assertThat(utf8.reasons()).containsExactly("not valid UTF-8", "not valid UTF-8");
    assertThat(utf8.rejects().get(0).text()).isEqualTo(LINE.replace("curl", "caf\\xE9"));
    assertThat(utf8.rejects().get(1).text()).isEqualTo("\\xE9\\x");
    LogRun.Outcome latin = LogRun.withDefaults().set("charset", "ISO-8859-1").of(bytes);
    assertThat(latin.records()).isEqualTo(2);
    assertThat(latin.rejects()).containsExactly(new Reject(2, "no host", "\u00e9\\x"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"GBK", "UTF-16LE", "UTF-16BE", "GB18030", "Shift_JIS", "EUC-JP"})
  void charsetsAreReadAsTheSourceSays(String charset) {
    String json = "{\"ts\":1795266309,\"level\":\"\u4e00\u4e2d\",\"bytes\":1}\r\n\u4e2d\r\n";
    LogRun.Outcome outcome =
        LogRun.withDefaults().set("charset", charset).of(json.getBytes(Charset.forName(charset)));
    assertThat(outcome.rows()).containsExactly("acme,2026-11-21T13:00:00Z,\u4e00\u4e2d,1,1");
    assertThat(outcome.rejects()).containsExactly(new Reject(2, "bad JSON", "\u4e2d"));
  }

  @Test
  void halfACodeUnitAtTheEndIsARejectNotALoss() {
    byte[] utf16 = ("\ufeff" + LINE + "\n" + LINE).getBytes(StandardCharsets.UTF_16LE);
    LogRun.Outcome outcome = LogRun.withDefaults().of(Arrays.copyOf(utf16, utf16.length - 1));
    assertThat(outcome.records()).isEqualTo(1);
    assertThat(outcome.reasons()).containsExactly("not valid UTF-16LE");
    assertThat(outcome.rejects().get(0).text()).endsWith("curl\\x22");
  }

  @Test
  void byteOrderMarksAreNotPartOfTheFirstLine() {
    for (Charset charset :
        new Charset[] {
          StandardCharsets.UTF_8, StandardCharsets.UTF_16LE, StandardCharsets.UTF_16BE
        }) {
      byte[] bytes = ("\ufeff" + LINE + "\n\n" + LINE + "\n").getBytes(charset);
      assertThat(LogRun.withDefaults().chunks(50).of(bytes).records()).isEqualTo(2);
      assertThat(LogRun.withDefaults().chunks(50).of(Gzip.of(bytes)).records()).isEqualTo(2);
      LogRun.Outcome outcome = LogRun.withDefaults().set("format", "common").of(bytes);
      assertThat(outcome.rejectedLines()).containsExactly(1L, 3L);
    }
  }

  @Test
  void lineNumbersAgreeWithTheSourceWhateverEndsLines() {
    for (String end : new String[] {"\n", "\r\n", "\r"}) {
      String text = LINE + end + end + "x" + end + " " + end + LINE + end + "y";
      LogRun.Outcome outcome = LogRun.withDefaults().chunks(10).of(text);
      assertThat(outcome.rejects())
          .extracting(Reject::line, Reject::text)
          .containsExactly(tuple(3L, "x"), tuple(4L, " "), tuple(6L, "y"));
      assertThat(outcome.records()).isEqualTo(2);
    }
    assertThat(LogRun.withDefaults().of(LINE + "\nx\ry\n").rejects())
        .containsExactly(new Reject(2, "no host", "x\ry"));
  }

  @Test
  void timesInAGapOrAnOverlapAreChosenByRuleAndCounted() {
    LogRun.Outcome outcome =
        LogRun.withDefaults()
            .set("zone", "Europe/Berlin")
            .set("format", "csv")
            .of(
                """
                time,level,bytes
                2026-03-29T01:59:59,before,1
                2026-03-29T02:30:00,gap,1
                2026-03-29T03:00:00,after,1
                2026-10-25T02:30:00,overlap,1
                2026-10-25T03:00:00,after,1
                """);
    assertThat(outcome.rows())
        .containsExactly(
            "acme,2026-03-29T00:00:00Z,before,1,1",
            "acme,2026-03-29T01:00:00Z,after,1,1",
            "acme,2026-03-29T01:00:00Z,gap,1,1",
            "acme,2026-10-25T00:00:00Z,overlap,1,1",
            "acme,2026-10-25T02:00:00Z,after,1,1");
    assertThat(outcome.json().at("/flags").toString())
        .isEqualTo("{\"dstGap\":1,\"dstOverlap\":1,\"yearAssumed\":0}");
  }

  @Test
  void syslogAtNewYearGetsTheYearNearestToTheReference() {
    String lines = "<13>Dec 31 23:59:59 h a\n<13>Jan  1 00:00:01 h a\n<13>Feb 29 12:00:00 h a\n";
    LogRun.Outcome newYear =
        LogRun.withDefaults().set("reference", "2026-01-01T00:10:00Z").of(lines);
    assertThat(newYear.rows())
        .extracting(row -> row.split(",")[1])
        .containsExactly("2024-02-29T12:00:00Z", "2025-12-31T23:00:00Z", "2026-01-01T00:00:00Z");
    assertThat(newYear.json().at("/flags/yearAssumed").asInt()).isEqualTo(2);
    LogRun.Outcome silvester =
        LogRun.withDefaults().set("reference", "2025-12-31T23:50:00Z").of(lines);
    assertThat(silvester.rows())
        .extracting(row -> row.split(",")[1])
        .containsExactly("2024-02-29T12:00:00Z", "2025-12-31T23:00:00Z", "2026-01-01T00:00:00Z");
  }

  @Test
  void deepAndHugeJsonIsRejected() {
    String deep = "{\"ts\":1,\"a\":" + "[".repeat(100_000) + "]".repeat(100_000) + "}";
    String digits = "{\"ts\":1,\"a\":" + "1".repeat(5_000) + "}";
    String longName = "{\"ts\":1,\"" + "n".repeat(20_000) + "\":1}";
    String longLevel = "{\"ts\":1,\"level\":\"" + "n".repeat(20_000) + "\"}";
    String huge = "{\"ts\":1,\"a\":\"" + "x".repeat(2_000_000) + "\"}";
    LogRun.Outcome outcome =
        LogRun.withDefaults()
            .set("format", "json")
            .of(String.join("\n", deep, digits, longName, longLevel, huge, "{\"ts\":1}"));
    assertThat(outcome.reasons())
        .containsExactly(
            "JSON beyond the limits",
            "JSON beyond the limits",
            "JSON beyond the limits",
            "outcome too long",
            "line longer than 1048576 bytes");
    assertThat(outcome.records()).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "../../etc/passwd",
        "/etc/passwd",
        "a%2Fb",
        "with spaces + \"quotes\"",
        "new\nline",
        "\u4e2d"
      })
  void keysOfAnyKindMakeNoDifference(String key) {
    LogRun run = LogRun.withDefaults().chunks(1000);
    LogRun.Outcome outcome = run.of(run.store.put(key, GZIP));
    assertThat(outcome.records()).isEqualTo(500);
  }

  @Test
  void csvWithQuotesLineEndsAndRaggedRowsIsReadByTheStandard() {
    LogRun.Outcome outcome =
        LogRun.withDefaults()
            .chunks(1)
            .of(
                """
                "ts","level","no\ntes",bytes
                1795266309,"a,b","x ""y""\n\nz",1
                1795266309,c
                1795266309,d,e,2,f
                1795266309,"bad" quote,x,3
                1795266309,mid"dle,x,4

                1795266309,open,"x,5
                1795266309,last,x,6
                """);
    assertThat(outcome.rows())
        .containsExactly(
            "acme,2026-11-21T13:00:00Z,a,b,1,1",
            "acme,2026-11-21T13:00:00Z,last,1,6",
            "acme,2026-11-21T13:00:00Z,mid\"dle,1,4");
    assertThat(outcome.rejects())
        .extracting(Reject::line, Reject::reason)
        .containsExactly(
            tuple(6L, "fewer fields than columns"),
            tuple(7L, "more fields than columns"),
            tuple(8L, "bad quotes"),
            tuple(11L, "a quote is not closed"));
  }

  @Test
  @Timeout(60)
  void linesThatEachOpenAQuoteAreRejectedInBoundedTime() {
    String longest = "1795266309,\"" + "\n".repeat(1000) + "\"\n";
    String rows = longest + "x\",\"\n".repeat(40_000);
    LogRun.Outcome outcome =
        LogRun.withDefaults().set("format", "csv").chunks(10_000).of("ts,level\n" + rows);
    assertThat(outcome.rejects()).hasSize(40_000);
    assertThat(outcome.reasons()).containsOnly("a quote is not closed");
    assertThat(outcome.records()).isEqualTo(1);
  }

  @Test
  void aPlainFileIsNotReadToBeSplit() {
    LogRun run = LogRun.withDefaults().chunks(1 << 20);
    byte[] log = (LINE + "\n").repeat(100_000).getBytes(StandardCharsets.UTF_8);
    run.of(log);
    assertThat(run.chunkCount()).isEqualTo(log.length / (1 << 20) + 1);
    long parsed = log.length + (long) run.chunkCount() * 1000;
    assertThat(run.store.bytesRead.get() - parsed).isLessThan(3L * LineReader.KEPT * 64);
  }

  @Test
  void aFileThatBeginsWithABrokenLineOfMegabytesIsStillDetected() {
    String text = "x".repeat(6 << 20) + "\n" + (LINE + "\n").repeat(10_000);
    LogRun.Outcome outcome = LogRun.withDefaults().of(text);
    assertThat(outcome.format()).isEqualTo("combined");
    assertThat(outcome.records()).isEqualTo(10_000);
    assertThat(outcome.rejectedLines()).containsExactly(1L);
  }

  @Test
  void manyGroupsAndManyRejectsTravelAsObjects() {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < 20_000; i++) {
      text.append("{\"ts\":1795266309,\"level\":\"").append(i % 7000).append("\",\"bytes\":1}\n");
      text.append("broken ").append(i).append('\n');
    }
    LogRun.Outcome spilled =
        LogRun.withDefaults().maxGroups(500).chunks(100_000).of(text.toString());
    LogRun.Outcome whole = LogRun.withDefaults().of(text.toString());
    assertThat(spilled.rows()).hasSize(7000).isSorted().isEqualTo(whole.rows());
    assertThat(spilled.rejects()).hasSize(20_000).isEqualTo(whole.rejects());
    assertThat(spilled.rejects().get(19_999))
        .isEqualTo(new Reject(40_000, "bad JSON", "broken 19999"));
  }
}
