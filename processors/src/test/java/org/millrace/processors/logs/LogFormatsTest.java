package org.millrace.processors.logs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.millrace.engine.task.BadInputException;

class LogFormatsTest {
  private static final String COMBINED =
      "10.1.2.3 - frank [21/Nov/2026:13:05:09 +0100] \"GET /a?b=\\\"c\\\" HTTP/1.1\" 200 1234"
          + " \"https://example.org/\" \"Mozilla/5.0 (X11)\"\n";

  @Test
  void combinedCountsByStatusAndHourOfTheOffset() {
    LogRun.Outcome outcome =
        LogRun.withDefaults().of(COMBINED + COMBINED + COMBINED.replace(" 200 1234", " 404 -"));
    assertThat(outcome.format()).isEqualTo("combined");
    assertThat(outcome.rows())
        .containsExactly(
            "acme,2026-11-21T12:00:00Z,200,2,2468", "acme,2026-11-21T12:00:00Z,404,1,0");
    assertThat(outcome.rejects()).isEmpty();
  }

  @Test
  void resultsHaveTheContractsShape() {
    LogRun run = LogRun.withDefaults();
    run.of(COMBINED + "broken, \"line\"\n");
    assertThat(run.result("summary.csv"))
        .isEqualTo("source,hour,outcome,records,bytes\nacme,2026-11-21T12:00:00Z,200,1,1234\n");
    assertThat(run.result("rejects.csv"))
        .isEqualTo("line,reason,text\n2,no ident,\"broken, \"\"line\"\"\"\n");
    assertThat(run.result("summary.json"))
        .startsWith(
            "{\"job\":\"7\",\"source\":\"acme\",\"format\":\"combined\",\"rows\":[{\"source\":\"acme\",\"hour\":\"2026-11-21T12:00:00Z\",\"outcome\":\"200\",\"records\":1,\"bytes\":1234}],"
                + "\"totals\":{\"records\":1,\"rejects\":1,\"lines\":2,\"bytes\":1234},");
  }

  @Test
  void commonIsDetectedApartFromCombined() {
    LogRun.Outcome outcome =
        LogRun.withDefaults()
            .of("h - - [21/Nov/2026:13:05:09 +0000] \"GET / HTTP/1.0\" 304 -\n" + COMBINED);
    assertThat(outcome.format()).isIn("combined", "common");
    assertThat(outcome.records()).isEqualTo(1);
    outcome =
        LogRun.withDefaults()
            .set("format", "common")
            .of("h - - [21/Nov/2026:13:05:09 +0000] \"GET / HTTP/1.0\" 304 -\n" + COMBINED);
    assertThat(outcome.rows()).containsExactly("acme,2026-11-21T13:00:00Z,304,1,0");
    assertThat(outcome.reasons()).containsExactly("text after the bytes");
  }

  @Test
  void brokenCombinedLinesSayWhatIsWrong() {
    String text =
        """
        h
        h -
        h - u
        h - u 21/Nov/2026:13:05:09 +0000 "GET /" 200 1 "-" "-"
        h - u [31/Nov/2026:13:05:09 +0000] "GET /" 200 1 "-" "-"
        h - u [21/Nov/2026:24:05:09 +0000] "GET /" 200 1 "-" "-"
        h - u [21/Nov/2026:13:05:09 +0000] GET / 200 1 "-" "-"
        h - u [21/Nov/2026:13:05:09 +0000] "GET /" 20 1 "-" "-"
        h - u [21/Nov/2026:13:05:09 +0000] "GET /" 2000 1 "-" "-"
        h - u [21/Nov/2026:13:05:09 +0000] "GET /" 200
        h - u [21/Nov/2026:13:05:09 +0000] "GET /" 200 1x "-" "-"
        h - u [21/Nov/2026:13:05:09 +0000] "GET /" 200 1
        h - u [21/Nov/2026:13:05:09 +0000] "GET /" 200 1 "-"
        h - u [21/Nov/2026:13:05:09 +0000] "GET /" 200 1 "-" "-
        h - u [21/Nov/2026:13:05:09 +0000] "GET /" 200 1 "-" "-" x
        """;
    LogRun.Outcome outcome = LogRun.withDefaults().set("format", "combined").of(text);
    assertThat(outcome.reasons())
        .containsExactly(
            "no host",
            "no ident",
            "no user",
            "no time",
            "bad time",
            "bad time",
            "no request",
            "bad status",
            "bad status",
            "no bytes",
            "bad bytes",
            "no referer",
            "no agent",
            "no agent",
            "text after the agent");
  }

  @Test
  void jsonTakesTheFirstNamesThatAreThere() {
    LogRun.Outcome outcome =
        LogRun.withDefaults()
            .of(
                """
                {"timestamp":"2026-11-21T13:05:09.123Z","level":"ERROR","bytes":10}
                {"@timestamp":"2026-11-21T14:05:09+01:00","severity":"warn","lvl":"x","size":"5"}
                {"ts":1795266309,"status":200,"msg":{"level":"no"},"bytes_sent":7}
                {"time":1795266309123.5,"level":null}
                {"date":"2026-11-21 13:00:00"}
                """);
    assertThat(outcome.format()).isEqualTo("json");
    assertThat(outcome.rows())
        .containsExactly(
            "acme,2026-11-21T13:00:00Z,-,2,67",
            "acme,2026-11-21T13:00:00Z,200,1,7",
            "acme,2026-11-21T13:00:00Z,ERROR,1,10",
            "acme,2026-11-21T13:00:00Z,warn,1,5");
  }

  @Test
  void brokenJsonLinesSayWhatIsWrong() {
    LogRun.Outcome outcome =
        LogRun.withDefaults()
            .set("format", "json")
            .of(
                """
                {"time":"2026-11-21T13:05:09Z"
                [1]
                {"time":"2026-11-21T13:05:09Z"} {}
                {"level":"x"}
                {"time":"yesterday"}
                {"time":"2026-11-21T13:05:09Z","bytes":-1}
                """);
    assertThat(outcome.reasons())
        .containsExactly(
            "bad JSON",
            "not a JSON object",
            "text after the JSON object",
            "no time",
            "bad time",
            "bad bytes");
  }

  @Test
  void syslogOfBothKindsCountsBySeverity() {
    LogRun.Outcome outcome =
        LogRun.withDefaults()
            .of(
                """
                <34>1 2026-11-21T13:14:15.003Z host su - ID47 - 'su root' failed
                <165>1 2026-11-21T13:14:15+00:00 host app 1 ID [a@1 x="]\\"" y="2"][b@1] text
                <13>Nov 21 13:00:01 host app[1]: hello
                Nov  1 13:00:01 host app[1]: hello
                <192>Nov 21 13:00:01 host app[1]: hello
                <13>1 - host app 1 - - x
                <13>1 2026-11-21T13:14:15Z host app 1 - [x
                """);
    assertThat(outcome.format()).isEqualTo("syslog");
    assertThat(outcome.rows())
        .containsExactly(
            "acme,2026-11-01T13:00:00Z,-,1,34",
            "acme,2026-11-21T13:00:00Z,crit,1,64",
            "acme,2026-11-21T13:00:00Z,notice,2,114");
    assertThat(outcome.reasons()).containsExactly("bad priority", "no time", "bad structured data");
  }

  @Test
  void csvIsReadByItsHeader() {
    LogRun.Outcome outcome =
        LogRun.withDefaults()
            .of(
                """
                id;Level;"Time";bytes;note
                1;INFO;2026-11-21T13:05:09Z;10;"a ""b"";
                second line"
                2;WARN;2026-11-21T13:05:09Z;20;x;y
                3;WARN;2026-11-21T13:05:09Z
                4;;2026-11-21T13:05:09Z;;plain
                5;WARN;never;1;x
                """);
    assertThat(outcome.format()).isEqualTo("csv");
    assertThat(outcome.rows())
        .containsExactly("acme,2026-11-21T13:00:00Z,-,1,30", "acme,2026-11-21T13:00:00Z,INFO,1,10");
    assertThat(outcome.rejects())
        .containsExactly(
            new Reject(4, "more fields than columns", "2;WARN;2026-11-21T13:05:09Z;20;x;y"),
            new Reject(5, "fewer fields than columns", "3;WARN;2026-11-21T13:05:09Z"),
            new Reject(7, "bad time", "5;WARN;never;1;x"));
  }

  @Test
  void aTableWithoutRowsIsEmptyNotRejected() {
    LogRun.Outcome outcome = LogRun.withDefaults().of("time,level\n");
    assertThat(outcome.rejects()).isEmpty();
    assertThat(outcome.json().at("/totals/lines").asLong(-1)).isZero();
  }

  @Test
  void blankSettingsCountAsAbsent() {
    LogRun run = LogRun.withDefaults().set("format", " ").set("charset", "").set("zone", "");
    assertThat(run.of(COMBINED).records()).isEqualTo(1);
  }

  @Test
  void anInputOfNoKnownFormatIsAllRejects() {
    LogRun.Outcome outcome = LogRun.withDefaults().of("to be\nor\n\nnot to be");
    assertThat(outcome.rows()).isEmpty();
    assertThat(outcome.rejectedLines()).containsExactly(1L, 2L, 4L);
    assertThat(outcome.reasons()).containsOnly("no known format");
  }

  @Test
  void settingsThatCannotBeAreRefusedWithARemedy() {
    assertThatThrownBy(() -> LogRun.withDefaults().set("format", "xml").of("x"))
        .isInstanceOf(BadInputException.class)
        .hasMessage(
            "inbox/input.log: format must be one of [combined, common, csv, json, syslog], was"
                + " \"xml\"; leave it out to have it detected");
    assertThatThrownBy(() -> LogRun.withDefaults().set("charset", "IBM037").of("x"))
        .hasMessageContaining("convert the file to UTF-8");
    assertThatThrownBy(() -> LogRun.withDefaults().set("charset", "klingon").of("x"))
        .isInstanceOf(BadInputException.class);
    assertThatThrownBy(() -> LogRun.withDefaults().set("zone", "Mars/Base").of("x"))
        .isInstanceOf(BadInputException.class);
  }
}
