package org.millrace.processors.logs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.millrace.engine.task.BadInputException;

class LineParserTest {
  @Test
  void namesTheFieldsOfEachFormat() {
    assertThat(
            parse(
                "combined",
                "h - u [21/Nov/2026:13:05:09 +0100] \"GET / HTTP/1.1\" 200 5 \"-\" \"curl\"\n\nx"))
        .containsExactly(
            new LineParser.Line(
                1,
                Map.of(
                    "host",
                    "h",
                    "ident",
                    "-",
                    "user",
                    "u",
                    "time",
                    "2026-11-21T12:05:09Z",
                    "request",
                    "GET / HTTP/1.1",
                    "status",
                    200,
                    "bytes",
                    5L,
                    "referer",
                    "-",
                    "agent",
                    "curl"),
                null),
            new LineParser.Line(3, null, "no host"));
    assertThat(parse("json", "{\"ts\":1,\"a\":{\"b\":[1]}}").get(0).fields())
        .isEqualTo(Map.of("ts", 1, "a", Map.of("b", List.of(1))));
    assertThat(parse("csv", "ts,b\n1,\"x, y\"\n").get(0))
        .isEqualTo(new LineParser.Line(2, Map.of("ts", "1", "b", "x, y"), null));
    assertThat(parse("syslog", "<13>Nov 21 13:00:01 host app[1]: hello").get(0).fields())
        .isEqualTo(
            Map.of(
                "facility",
                1,
                "severity",
                "notice",
                "time",
                "2026-11-21T13:00:01Z",
                "host",
                "host",
                "message",
                "app[1]: hello"));
    assertThat(
            parse("syslog", "<34>1 2026-11-21T13:14:15Z h su 1 ID47 [a x=\"y z\"] hi you")
                .get(0)
                .fields())
        .containsEntry("app", "su")
        .containsEntry("data", "[a x=\"y z\"]")
        .containsEntry("message", "hi you");
  }

  @Test
  void detectsTheFormatWhenNoneIsGiven() {
    assertThat(parse("", "{\"ts\":1}\nx\n"))
        .containsExactly(
            new LineParser.Line(1, Map.of("ts", 1), null),
            new LineParser.Line(2, null, "bad JSON"));
  }

  @Test
  void inflatesGzip() throws IOException {
    List<LineParser.Line> lines = new ArrayList<>();
    new LineParser("", "UTF-8", "UTC", LogRun.NOW)
        .parse(
            new ByteArrayInputStream(Gzip.of("{\"ts\":1}".getBytes(StandardCharsets.UTF_8))),
            lines::add);
    assertThat(lines).containsExactly(new LineParser.Line(1, Map.of("ts", 1), null));
  }

  @Test
  void capturesWhatAGrokPatternNames() {
    List<LineParser.Line> lines =
        parse("grok:%{IP:client} %{WORD:method} %{NUMBER:took:float}", "10.0.0.1 GET 0.5\nnothing");
    assertThat(lines.get(0).fields())
        .containsEntry("client", "10.0.0.1")
        .containsEntry("method", "GET")
        .containsEntry("took", 0.5f);
    assertThat(lines.get(1).reject()).isEqualTo("the pattern does not match");
  }

  @Test
  void aPatternThatIsNoneIsRefused() {
    assertThatThrownBy(() -> parse("grok:%{NOSUCH:x}", "x")).isInstanceOf(BadInputException.class);
    assertThatThrownBy(() -> parse("grok:(", "x")).isInstanceOf(BadInputException.class);
  }

  @Test
  @Timeout(30)
  void patternsThatRunForEverRejectTheLine() {
    assertThat(parse("grok:^(\\d+)*\\1b", "1".repeat(35) + "\n").get(0).reject())
        .isEqualTo("the pattern takes too long");
    assertThat(parse("grok:^.*a.*a.*a.*a.*b$", "a".repeat(400)).get(0).reject())
        .isEqualTo("the pattern takes too long");
    assertThat(parse("grok:(a|b)*c", "ab".repeat(100_000)).get(0).reject())
        .isIn("the pattern recurses too deep", "the pattern takes too long");
  }

  private static List<LineParser.Line> parse(String format, String text) {
    List<LineParser.Line> lines = new ArrayList<>();
    try {
      new LineParser(format, "UTF-8", "UTC", LogRun.NOW)
          .parse(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)), lines::add);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
    return lines;
  }
}
