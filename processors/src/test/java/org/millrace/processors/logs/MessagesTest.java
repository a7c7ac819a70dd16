package org.millrace.processors.logs;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Logs that come as messages. */
class MessagesTest {
  private static String line(int minute, int status) {
    return "127.0.0.1 - - [21/Nov/2026:13:0%d:00 +0000] \"GET / HTTP/1.1\" %d 10"
        .formatted(minute, status);
  }

  @Test
  void messagesAreNumberedAsIfTheyStoodOneBelowTheOther() throws Exception {
    LogRun.Outcome outcome =
        LogRun.withDefaults()
            .set("format", "common")
            .ofMessages(
                line(1, 200) + "\n" + line(2, 200),
                "wrong",
                "",
                (line(3, 404) + "\r\nwrong too\r\n").getBytes(UTF_8),
                "wrong again");

    assertThat(outcome.rows())
        .containsExactly(
            "acme,2026-11-21T13:00:00Z,200,2,20", "acme,2026-11-21T13:00:00Z,404,1,10");
    assertThat(outcome.rejectedLines()).containsExactly(3L, 5L, 6L);
  }

  @Test
  void aMessageMayBeAFileWithAHeaderOrCompressedOrLarge() throws Exception {
    String csv = "time,level\n2026-11-21T13:01:00Z,INFO\n";
    byte[] gzip =
        Gzip.of("{\"time\":\"2026-11-21T13:01:00Z\",\"level\":\"WARN\"}\n".getBytes(UTF_8));
    String large = (line(1, 500) + "\n").repeat(1000);

    LogRun.Outcome outcome = LogRun.withDefaults().chunks(20_000).ofMessages(csv, gzip, large);

    assertThat(outcome.rows().stream().map(row -> row.split(",")[2] + "=" + row.split(",")[3]))
        .containsExactlyInAnyOrder("INFO=1", "WARN=1", "500=1000");
    assertThat(outcome.rejects()).isEmpty();
  }

  @Test
  void ofAHundredMessagesNoneIsLostOrCountedTwice() throws Exception {
    Object[] lines = new Object[100];
    for (int i = 0; i < lines.length; i++) {
      lines[i] = i % 10 == 0 ? "wrong" : line(i % 10, 200);
    }
    LogRun.Outcome outcome = LogRun.withDefaults().set("format", "common").ofMessages(lines);

    assertThat(outcome.records()).isEqualTo(90);
    assertThat(outcome.rejectedLines())
        .containsExactly(1L, 11L, 21L, 31L, 41L, 51L, 61L, 71L, 81L, 91L);
  }
}
