package org.millrace.scheduling;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LaneTest {
  @Test
  void lanesStandByQueueAndThenByStage() {
    Lane first = new Lane("root.a", "split");
    assertThat(first).isLessThan(new Lane("root.b", "parse"));
    assertThat(first).isGreaterThan(new Lane("root.a", "parse"));
    assertThat(first).isEqualByComparingTo(new Lane("root.a", "split"));
    assertThat(first).hasToString("root.a/split");
  }
}
