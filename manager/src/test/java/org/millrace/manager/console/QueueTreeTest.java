package org.millrace.manager.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.millrace.scheduling.manager.QueueSnapshot;
import org.millrace.scheduling.manager.ResourceManager;
import org.millrace.scheduling.resource.Resources;
import org.millrace.scheduling.tree.Policy;
import org.millrace.scheduling.tree.QueueSettings;
import org.millrace.scheduling.tree.SchedulerSettings;

class QueueTreeTest {
  private static final Resources CLUSTER = new Resources(4096, 4000, 0);

  @Test
  void aSmallTreeIsUnfoldedByItself() {
    assertThat(paths(tree(queues(3, 4), 0, Optional.empty()))).hasSize(1 + 3 + 12);
  }

  @Test
  void ofALargeTreeWhatFitsIsUnfoldedAndTheRestOnDemand() {
    List<QueueRow> rows = tree(queues(100, 100), 0, Optional.empty());

    assertThat(rows).hasSize(1 + QueueTree.MOST_CHILDREN + 1);
    assertThat(rows.get(1).fold().open()).isFalse();
    assertThat(rows.get(1).fold().children()).isEqualTo(100);
    assertThat(rows.get(1).fold().address()).isEqualTo("/queues?under=root&open=root.p100");
    QueueRow last = rows.get(rows.size() - 1);
    assertThat(last.more().count()).isEqualTo(50);
    assertThat(last.more().address()).isEqualTo("/queues?under=root&from=50");
  }

  @Test
  void whatIsAskedForIsUnfoldedAndFoldingItIsOneStepAway() {
    List<QueueRow> rows = tree(queues(100, 3), 0, Optional.of(List.of("root.p101", "root.p102")));

    assertThat(paths(rows)).contains("root.p101.q100", "root.p102.q102").hasSize(1 + 50 + 6);
    QueueRow open =
        rows.stream()
            .filter(row -> row.queue().path().equals("root.p101"))
            .findFirst()
            .orElseThrow();
    assertThat(open.fold().open()).isTrue();
    assertThat(open.fold().address()).isEqualTo("/queues?under=root&open=root.p102");
  }

  @Test
  void allCanBeFolded() {
    List<QueueRow> rows = tree(queues(1, 2), 0, Optional.empty());
    assertThat(rows.get(1).fold().address()).isEqualTo("/queues?under=root&open=");

    assertThat(paths(tree(queues(1, 2), 0, Optional.of(List.of(""))))).hasSize(2);
  }

  @Test
  void everyQueueIsOnOnePageOfItsParent() {
    SchedulerSettings settings = queues(120, 1);
    List<String> all = new java.util.ArrayList<>();
    for (int from = 0; from < 120; from += QueueTree.MOST_CHILDREN) {
      all.addAll(paths(tree(settings, from, Optional.of(List.of()))));
    }

    assertThat(all.stream().filter(path -> !path.equals("root")))
        .hasSize(120)
        .doesNotHaveDuplicates();
  }

  @Test
  void aPageBehindTheLastIsTheFirst() {
    assertThat(paths(tree(queues(3, 1), 50, Optional.of(List.of())))).hasSize(1 + 3);
  }

  @Test
  void aSearchThatFindsMoreThanIsShownSaysSo() {
    ResourceManager manager = new ResourceManager(queues(3, 50));
    QueueSnapshot root = manager.snapshot();

    List<QueueRow> many = QueueTree.search(root, "Q", CLUSTER);
    assertThat(many).hasSize(QueueTree.MOST_FOUND + 1);
    assertThat(many.get(QueueTree.MOST_FOUND).more().count()).isEqualTo(50);
    assertThat(paths(QueueTree.search(root, "p102", CLUSTER))).hasSize(51);
  }

  private static List<QueueRow> tree(
      SchedulerSettings settings, int from, Optional<List<String>> open) {
    ResourceManager manager = new ResourceManager(settings);
    manager.addNode("n", "h", CLUSTER);
    QueueSnapshot root = manager.snapshot();
    return new QueueTree(root, CLUSTER, from, open).rows();
  }

  private static List<String> paths(List<QueueRow> rows) {
    return rows.stream().filter(row -> row.more() == null).map(row -> row.queue().path()).toList();
  }

  private static SchedulerSettings queues(int parents, int leaves) {
    Map<String, QueueSettings> queues = new LinkedHashMap<>();
    for (int parent = 0; parent < parents; parent++) {
      String path = "root.p" + (100 + parent);
      queues.put(path, QueueSettings.defaults());
      for (int leaf = 0; leaf < leaves; leaf++) {
        queues.put(path + ".q" + (100 + leaf), QueueSettings.defaults());
      }
    }
    return SchedulerSettings.of(Policy.FAIR, new Resources(16, 20, 0), queues);
  }
}
