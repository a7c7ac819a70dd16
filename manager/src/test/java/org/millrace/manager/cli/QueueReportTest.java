package org.millrace.manager.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class QueueReportTest {
  private static final String TREE =
      """
      {"path":"root","policy":"fair","running":3,"waiting":1,"paused":false,"onDemand":false,
       "usage":{"memoryMb":1024,"vcores":1.5},"demand":{"memoryMb":1024,"vcores":2},
       "fairShare":{"memoryMb":4096,"vcores":2},"guaranteed":{"memoryMb":4096,"vcores":2},
       "max":{"memoryMb":4096,"vcores":2},
       "children":[
        {"path":"root.late","policy":null,"running":1,"waiting":0,"paused":true,"pausedBy":"ann","pausedSince":"2026-11-21T13:00:00Z","onDemand":true,
         "usage":{"memoryMb":0,"vcores":0},"demand":{"memoryMb":4096,"vcores":1},
         "fairShare":{"memoryMb":2048,"vcores":1},"guaranteed":{"memoryMb":512,"vcores":0},
         "max":{"memoryMb":3072,"vcores":1.5},"children":[]},
        {"path":"root.flood","policy":null,"running":2,"waiting":1,"paused":false,"onDemand":false,
         "usage":{"memoryMb":1024,"vcores":1.5},"demand":{"memoryMb":1024,"vcores":1.5},
         "fairShare":{"memoryMb":2048,"vcores":1},"guaranteed":{"memoryMb":0,"vcores":0},
         "max":{"memoryMb":4096,"vcores":2},"children":[]}]}
      """;

  @Test
  void aBarShowsUsageBeyondTheFairShareAndRoomUpToTheMax() throws IOException {
    List<String> lines = print(QueueBar.Style.UNICODE, 200);

    assertThat(lines.get(1))
        .startsWith("root     " + "█".repeat(30) + "░".repeat(10) + "  cores ")
        .contains("  1.5  ")
        .endsWith("  fair");
    assertThat(lines.get(2))
        .startsWith("  late   " + "░".repeat(20) + "·".repeat(10) + " ".repeat(12) + "memory")
        .contains("  4.0 GiB  2.0 GiB  512.0 MiB  3.0 GiB ")
        .endsWith("  paused, on demand");
    assertThat(lines.get(lines.size() - 2))
        .isEqualTo("The cluster has 4.0 GiB of memory, 2 cores, - of network.");
    assertThat(lines.get(lines.size() - 1))
        .matches("Queue root\\.late is paused by ann since 2026-11-2\\d \\d\\d:\\d0:00\\.");
    assertThat(lines.get(3))
        .startsWith("  flood  " + "█".repeat(20) + "▓".repeat(10) + "·".repeat(10) + "  cores ");
  }

  @Test
  void barsFitTheTerminalAndAreNeverTooShortToRead() throws IOException {
    assertThat(print(QueueBar.Style.PLAIN, 105))
        .allMatch(line -> line.length() <= 105)
        .anyMatch(line -> line.length() == 105);
    assertThat(print(QueueBar.Style.PLAIN, 20).get(3)).startsWith("  flood  #####+++..  cores");
  }

  @Test
  void aLittleUsageIsSeen() {
    assertThat(new QueueBar(0.001, 0, 0, 100).draw(10, QueueBar.Style.PLAIN))
        .isEqualTo("+         ");
    assertThat(new QueueBar(0, 0, 0, 0).draw(3, QueueBar.Style.PLAIN)).isEqualTo("   ");
  }

  private static List<String> print(QueueBar.Style style, int columns) throws IOException {
    Map<String, Object> root = Json.object(TREE);
    StringWriter text = new StringWriter();
    try (PrintWriter out = new PrintWriter(text)) {
      new QueueReport(root, style).print(out, columns);
    }
    return text.toString().lines().toList();
  }
}
