package org.millrace.manager.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.millrace.engine.node.NodeInfo;
import org.millrace.scheduling.manager.ResourceManager;
import org.millrace.scheduling.resource.Resources;
import org.millrace.scheduling.tree.Policy;
import org.millrace.scheduling.tree.QueueSettings;
import org.millrace.scheduling.tree.SchedulerSettings;

class WhatIfTest {
  private static final Resources CLUSTER = new Resources(4096, 4000, 0);
  private static final NodeInfo NODE =
      new NodeInfo(
          "n", "h", 1, CLUSTER, 8, false, false, Instant.EPOCH, Instant.EPOCH, Optional.empty());

  @Test
  void aHigherWeightTakesFromTheSiblingsWhatItGives() {
    List<WhatIf.Row> rows = compare(weights(1, 1, 2), weights(2, 1, 2), "root.a");

    assertThat(rows).extracting(WhatIf.Row::path).containsExactly("root.a", "root.b", "root.c");
    assertThat(rows.get(0).subject()).isTrue();
    assertThat(rows.get(0).fairBefore()).isEqualTo(0.25);
    assertThat(rows.get(0).fairAfter()).isEqualTo(0.4, within(0.001));
    assertThat(rows.get(0).getsAfter()).isGreaterThan(rows.get(0).getsBefore());
    assertThat(rows.get(2).getsAfter()).isLessThan(rows.get(2).getsBefore());
  }

  @Test
  void aQueueThatNothingChangesForIsLeftOut() {
    assertThat(compare(weights(1, 1, 2), weights(1, 1, 2), "root.a"))
        .extracting(WhatIf.Row::path)
        .containsExactly("root.a");
  }

  @Test
  void allThatThereIsIsGivenAwayOnce() {
    List<WhatIf.Row> rows = compare(weights(1, 1, 2), weights(3, 1, 2), "root.a");

    assertThat(rows.stream().mapToDouble(WhatIf.Row::getsAfter).sum()).isBetween(0.9, 1.0001);
  }

  @Test
  void aQueueFarBelowIsComparedWithThoseAroundItAloneAndTheSameComesOut() {
    List<WhatIf.Row> rows = compare(tree(1), tree(4), "root.p.a");

    assertThat(rows).extracting(WhatIf.Row::path).containsExactly("root.p.a", "root.p.b");
    assertThat(rows.get(0).fairBefore()).isEqualTo(0.25, within(0.001));
    assertThat(rows.get(0).fairAfter()).isEqualTo(0.4, within(0.001));
    assertThat(rows.get(0).getsAfter()).isEqualTo(0.4, within(0.02));
    assertThat(rows.get(1).getsAfter()).isEqualTo(0.1, within(0.02));
  }

  @Test
  void aQueueWithoutATemplateOfItsOwnStandsForAllBelowIt() {
    List<WhatIf.Row> rows = compare(tree(1), parentWeight(3), "root.p");

    assertThat(rows.get(0).path()).isEqualTo("root.p");
    assertThat(rows.get(0).getsAfter()).isEqualTo(0.75, within(0.02));
    assertThat(rows)
        .filteredOn(row -> row.path().equals("root.q"))
        .singleElement()
        .satisfies(row -> assertThat(row.getsAfter()).isEqualTo(0.25, within(0.02)));
    assertThat(rows).extracting(WhatIf.Row::path).contains("root.p.a", "root.p.b");
  }

  private static SchedulerSettings tree(int a) {
    return tree(1, a);
  }

  private static SchedulerSettings parentWeight(int p) {
    return tree(p, 1);
  }

  private static SchedulerSettings tree(int p, int a) {
    Map<String, QueueSettings> queues = new LinkedHashMap<>();
    queues.put("root.p", weight(p));
    queues.put("root.p.a", weight(a));
    queues.put("root.p.b", weight(1));
    queues.put("root.q", weight(1));
    for (int i = 0; i < 50; i++) {
      queues.put("root.q.q" + i, weight(1));
    }
    return SchedulerSettings.of(Policy.FAIR, new Resources(16, 20, 0), queues);
  }

  private static List<WhatIf.Row> compare(
      SchedulerSettings now, SchedulerSettings then, String path) {
    ResourceManager manager = new ResourceManager(now);
    manager.addNode("n", "h", CLUSTER);
    return new WhatIf(manager.snapshot(), List.of(NODE), true).compare(now, then, path);
  }

  private static SchedulerSettings weights(int a, int b, int c) {
    Map<String, QueueSettings> queues = new LinkedHashMap<>();
    queues.put("root.a", weight(a));
    queues.put("root.b", weight(b));
    queues.put("root.c", weight(c));
    return SchedulerSettings.of(Policy.FAIR, new Resources(16, 20, 0), queues);
  }

  private static QueueSettings weight(int weight) {
    return QueueSettings.builder().weight(BigDecimal.valueOf(weight)).build();
  }
}
