package org.millrace.manager.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class AuditChangeTest {
  private static String change(Object before, Object after) {
    Map<String, Object> entry = new HashMap<>();
    entry.put("before", before);
    entry.put("after", after);
    return AuditChange.of(entry);
  }

  @Test
  void onlyWhatDiffersIsSaid() {
    assertThat(
            change(
                Map.of("state", "ACTIVE", "queue", "root.a"),
                Map.of("state", "CANCELLED", "queue", "root.a")))
        .isEqualTo("state ACTIVE becomes CANCELLED");
    assertThat(change(Map.of("paused", false), Map.of("paused", true)))
        .isEqualTo("paused false becomes true");
  }

  @Test
  void whatHasOneSideAloneIsSaidAsItIs() {
    assertThat(change(Map.of("ids", List.of(7, 8)), null)).isEqualTo("ids [7,8]");
    assertThat(change(null, Map.of("job", 12))).isEqualTo("job 12");
    assertThat(change(null, null)).isEmpty();
    assertThat(change(Map.of("role", "viewer", "b", 1), Map.of("b", 2)))
        .isEqualTo("b 1 becomes 2, role viewer becomes -");
    assertThat(change(Map.of("state", "COMPLETED"), Map.of("job", 12))).isEqualTo("job 12");
  }

  @Test
  void aLongOneIsCut() {
    assertThat(change(null, Map.of("text", "x".repeat(500)))).hasSize(100).endsWith("…");
  }
}
