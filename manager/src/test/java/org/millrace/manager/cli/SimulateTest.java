package org.millrace.manager.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Needs no running system. */
class SimulateTest {
  @TempDir Path dir;
  private Path workload;

  @BeforeEach
  void copyWorkload() throws IOException {
    workload = dir.resolve("workload.json");
    try (InputStream in = getClass().getResourceAsStream("/simulation/fair-by-hand.json")) {
      Files.copy(in, workload);
    }
  }

  @Test
  void theSummaryNamesQueuesAndTheCluster() {
    Run run = Run.command("simulate", workload);
    assertThat(run.exit()).isZero();
    assertThat(run.out())
        .contains("fair on 2 nodes, 4096 MB, for 6 ticks")
        .contains("root.a")
        .contains("MEAN WAIT")
        .contains("Makespan")
        .contains("Utilisation")
        .contains("Fairness");
  }

  @Test
  void everyGrantAndTheSharesAreLinesOfJson() throws IOException {
    Path out = dir.resolve("grants.jsonl");
    assertThat(Run.command("simulate", workload, "--shares", "--out", out).exit()).isZero();
    List<String> lines = Files.readAllLines(out);
    assertThat(lines).hasSize(8 + 6);
    // Of 4,096 MB with weights 1 and 3; the third queue has nothing yet.
    assertThat(lines.get(0))
        .isEqualTo("{\"tick\":0,\"fairShares\":{\"root.a\":1024,\"root.b\":3072,\"root.c\":0}}");
    assertThat(lines.get(1))
        .isEqualTo("{\"seq\":0,\"tick\":0,\"application\":1,\"queue\":\"root.a\",\"node\":\"n0\"}");
  }

  @Test
  void aPictureShowsEveryQueueAboveTheLast() throws IOException {
    Path picture = dir.resolve("shares.svg");
    assertThat(Run.command("simulate", workload, "--picture", picture).exit()).isZero();
    assertThat(Files.readString(picture))
        .startsWith("<svg ")
        .contains(">root.a<", ">root.b<", ">root.c<", "fair: memory that each queue uses")
        .endsWith("</svg>\n");
    assertThat(Files.readString(picture).split("<polygon ")).hasSize(1 + 3);
  }

  @Test
  void anotherPolicyCanBeTried() throws IOException {
    Run run = Run.command("simulate", workload, "--policy", "fifo", "--json");
    Map<String, Object> summary = Json.object(run.out());
    assertThat(summary).containsEntry("policy", "fifo").containsEntry("tasks", 8);
    // Four of 1 by tick 1, three of 2 as they end at 3; the last ends at 3 + 2 or 4 + 1.
    assertThat(summary).containsEntry("unserved", 0);
  }

  @Test
  void wrongUsageIsRefused() throws IOException {
    assertThat(Run.command("simulate", workload, "--policy", "far").exit()).isEqualTo(2);
    assertThat(Run.command("simulate", workload, "--shares").exit()).isEqualTo(2);
    assertThat(Run.command("simulate", dir.resolve("none.json")).exit()).isEqualTo(2);
    Files.writeString(workload, "{\"ticks\":1,\"nods\":[]}");
    Run run = Run.command("simulate", workload);
    assertThat(run.exit()).isEqualTo(2);
    assertThat(run.out()).isEmpty();
    assertThat(run.err()).contains("nods").contains("did you mean \"nodes\"?");
  }
}
