package org.millrace.manager.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Needs no running system. */
class ParseTest {
  private static final String GOOD =
      "192.0.2.7 - - [21/Nov/2026:13:05:00 +0000] \"GET /a HTTP/1.1\" 404 17 \"-\" \"curl/8\"";

  @TempDir Path dir;

  @Test
  void everyLineIsOneJsonObject() throws IOException {
    List<String> lines = parse("combined", GOOD + "\n\ngarbage\n").out().lines().toList();

    assertThat(lines).hasSize(2);
    Map<String, Object> first = Json.object(lines.get(0));
    assertThat(first.keySet()).containsExactly("line", "fields");
    assertThat(first).containsEntry("line", 1);
    assertThat(Json.map(first, "fields").values()).anyMatch(value -> "404".equals("" + value));
    Map<String, Object> third = Json.object(lines.get(1));
    assertThat(third.keySet()).containsExactly("line", "reject");
    assertThat(third).containsEntry("line", 3);
  }

  @Test
  void aGrokPatternIsAFormat() throws IOException {
    Run run = parse("grok:%{IP:client} %{WORD:what}", "192.0.2.1 hello\n???\n");

    List<String> lines = run.out().lines().toList();
    assertThat(Json.map(Json.object(lines.get(0)), "fields"))
        .containsEntry("client", "192.0.2.1")
        .containsEntry("what", "hello");
    assertThat(Json.object(lines.get(1))).containsKey("reject");
  }

  @Test
  void anUnknownFormatIsWrongUsage() throws IOException {
    Run run = parse("combind", GOOD);

    assertThat(run.exit()).isEqualTo(2);
    assertThat(run.out()).isEmpty();
    assertThat(run.err()).contains("combind").contains("combined");
  }

  @Test
  void aMissingFileIsWrongUsage() {
    assertThat(Run.command("parse", "--format", "json", dir.resolve("none")).exit()).isEqualTo(2);
    assertThat(Run.command("parse", "x").exit()).isEqualTo(2);
  }

  private Run parse(String format, String text) throws IOException {
    Path file = Files.writeString(dir.resolve("in.log"), text);
    return Run.command("parse", "--format", format, file);
  }
}
