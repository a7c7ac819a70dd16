package org.millrace.benchmarks.scheduler.parity;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ComparingTest {
  @TempDir private Path scratch;

  @ParameterizedTest
  @ValueSource(strings = {"fair", "capacity", "fifo"})
  void millraceGrantsWhatYarnGrants(String policy) {
    Comparing.Count count = new Comparing.Count();
    for (Family family : Family.values()) {
      JsonNode workload = RandomWorkloads.make(family, policy, 1);
      assertThat(new Comparing(scratch).difference(workload, count)).isEmpty();
    }
    assertThat(count.grants).isPositive();
  }

  @Test
  void aGrantOrAShareThatIsNotTheSameIsADifference() {
    Outcome.Grant grant = new Outcome.Grant(1, 2, "root.a", "n");
    Outcome yarn = new Outcome(List.of(grant), List.of(Map.of("root.a", 9_998L)));

    assertThat(yarn.difference(yarn)).isEmpty();
    assertThat(yarn.difference(new Outcome(List.of(), yarn.shares())).orElseThrow())
        .isEqualTo("grant 0: none, not tick 1, application 2 of root.a on n");
    assertThat(new Outcome(List.of(), List.of()).difference(yarn)).isPresent();
    Outcome other = new Outcome(List.of(grant), List.of(Map.of("root.a", 10_000L)));
    assertThat(yarn.difference(other).orElseThrow())
        .isEqualTo("fair share of root.a in tick 0: 10000 MB, not 9998");
    Outcome nearly = new Outcome(List.of(grant), List.of(Map.of("root.a", 9_999L)));
    assertThat(other.difference(nearly)).isEmpty();
  }

  @Test
  void aWorkloadIsMadeAsSmallAsItMayBe() {
    ObjectNode workload = RandomWorkloads.make(Family.PLAIN, "fifo", 1);
    JsonNode smallest = Shrinking.of(workload, w -> w.get("nodes").size() >= 2);
    assertThat(smallest.get("nodes")).hasSize(2);
    assertThat(smallest.get("applications")).isEmpty();
    assertThat(smallest.get("ticks").asInt()).isEqualTo(1);
  }
}
