package org.millrace.scheduling.manager;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.millrace.scheduling.manager.Cluster.UNIT;
import static org.millrace.scheduling.manager.Cluster.queue;
import static org.millrace.scheduling.manager.Cluster.queues;
import static org.millrace.scheduling.manager.Cluster.units;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.millrace.scheduling.resource.Comparison;
import org.millrace.scheduling.resource.Resources;
import org.millrace.scheduling.tree.Policy;
import org.millrace.scheduling.tree.QueueSettings;
import org.millrace.scheduling.tree.SchedulerSettings;

class NodesTest {
  @Test
  void theDominantResourceSaysHowOccupiedANodeIs() {
    Cluster cluster = new Cluster(Policy.FIFO, Comparison.DOMINANT, queues("root.a", queue()));
    cluster.manager.addNode("n1", "r", Resources.of(8192, 2));
    cluster.manager.addNode("n2", "r", Resources.of(8192, 8));
    cluster.app(1, "root.a", 99);
    // One container takes half of n1's vcores and an eighth of n2's.
    assertThat(nodes(cluster.manager.allocate(6)))
        .containsExactly("n1", "n2", "n2", "n2", "n2", "n1");
  }

  @Test
  void networkCanBeTheDominantResource() {
    Cluster cluster = new Cluster(Policy.FIFO, Comparison.DOMINANT, queues("root.a", queue()));
    cluster.manager.addNode("n1", "r", new Resources(8192, 8000, 200));
    cluster.manager.addNode("n2", "r", new Resources(8192, 8000, 400));
    cluster.manager.submit(new Submission(1, "u", "root.a", Resources.NONE));
    cluster.manager.ask(1, Ask.anywhere(1, new Resources(1024, 1000, 100), 99));
    assertThat(nodes(cluster.manager.allocate(99)))
        .containsExactly("n1", "n2", "n2", "n1", "n2", "n2");
  }

  @Test
  void byMemoryVcoresSayNothingOfTheOrderButStillHaveToFit() {
    Cluster cluster = new Cluster(Policy.FIFO, Comparison.MEMORY, queues("root.a", queue()));
    cluster.manager.addNode("n1", "r", Resources.of(8192, 2));
    cluster.manager.addNode("n2", "r", Resources.of(8192, 3));
    cluster.app(1, "root.a", 99);
    assertThat(nodes(cluster.manager.allocate(99))).containsExactly("n1", "n2", "n1", "n2", "n2");
  }

  @Test
  void otherSettingsCompareNodesAnew() {
    Cluster cluster = new Cluster(Policy.FIFO, Comparison.MEMORY, queues("root.a", queue()));
    cluster.manager.addNode("n1", "r", Resources.of(8192, 2));
    cluster.manager.addNode("n2", "r", Resources.of(8192, 8));
    cluster.app(1, "root.a", 99);
    assertThat(nodes(cluster.manager.allocate(2))).containsExactly("n1", "n2");
    cluster.manager.replace(
        new SchedulerSettings(
            Policy.FIFO, Comparison.DOMINANT, UNIT, 0, queues("root.a", queue())));
    assertThat(nodes(cluster.manager.allocate(3))).containsExactly("n2", "n2", "n2");
  }

  @Test
  void aNodeThatGrowsTakesMoreAndOneThatShrinksKeepsWhatItRuns() {
    Cluster cluster = new Cluster(Policy.FAIR, queues("root.a", queue())).node("n", 2);
    cluster.app(1, "root.a", 99);
    assertThat(cluster.allocate(99)).hasSize(2);

    cluster.manager.changeNode("n", units(3));
    assertThat(cluster.manager.snapshot().max()).isEqualTo(units(3));
    assertThat(cluster.manager.fairSharesMb()).containsEntry("root.a", 3072L);
    assertThat(cluster.allocate(99)).hasSize(1);

    cluster.manager.changeNode("n", units(1));
    assertThat(cluster.manager.snapshot().usage()).isEqualTo(units(3));
    cluster.end(1);
    cluster.end(2);
    assertThat(cluster.allocate(99)).isEmpty();
    cluster.end(3);
    assertThat(cluster.allocate(99)).hasSize(1);
  }

  @Test
  void aNodeOfAnyRoomIsFoundAmongMany() {
    Cluster cluster = new Cluster(Policy.FIFO, queues("root.a", queue()));
    for (int i = 0; i < 33; i++) {
      cluster.node("n%02d".formatted(i), i == 21 ? 5 : 2);
    }
    cluster.manager.submit(new Submission(1, "u", "root.a", Resources.NONE));
    cluster.manager.ask(1, Ask.anywhere(1, units(4), 1));
    assertThat(nodes(cluster.manager.allocate(9))).containsExactly("n21");
    cluster.app(2, "root.a", 99);
    // 64 places of two each but one, and one more on the large node.
    assertThat(cluster.manager.allocate(999)).hasSize(65);
  }

  @Test
  void whatIsNotKnownOrKnownAlreadyIsRefused() {
    Cluster cluster = new Cluster(Policy.FIFO, queues("root.a", queue())).node("n", 2);
    assertThatThrownBy(() -> cluster.node("n", 2))
        .hasMessageContaining("node n: must be added once");
    assertThatThrownBy(() -> cluster.manager.changeNode("x", UNIT))
        .hasMessageContaining("node x: must be a node that was added");
    assertThatThrownBy(() -> cluster.manager.ask(7, Ask.anywhere(1, UNIT, 1)))
        .hasMessageContaining("application 7: must be one that was submitted");
    assertThatThrownBy(() -> cluster.manager.pause("root.x", true))
        .hasMessageContaining("queue root.x: must be a queue");
    cluster.app(1, "root.a", 1);
    assertThatThrownBy(() -> cluster.app(1, "root.a", 1))
        .hasMessageContaining("application 1: must be submitted once");
    assertThatThrownBy(() -> Ask.anywhere(1, Resources.NONE, 1))
        .hasMessageContaining("must have a size of at least 1 MB");
    cluster.manager.adopt(5, 1, 1, UNIT, "n");
    assertThatThrownBy(() -> cluster.manager.adopt(5, 1, 1, UNIT, "n"))
        .hasMessageContaining("container 5: must be adopted once");
    assertThat(cluster.manager.snapshot().usage()).isEqualTo(UNIT);
  }

  @Test
  void aPauseThatCreatesItsQueueDoesNotHideANodeThatWasAddedBefore() {
    ResourceManager manager =
        new ResourceManager(
            SchedulerSettings.of(
                Policy.FAIR, UNIT, queues("root", queue().template(QueueSettings.defaults()))));
    manager.addNode("n", "r", units(8));

    manager.pause("root.made", true);

    assertThat(manager.snapshot().guaranteed()).isEqualTo(units(8));
  }

  private static List<String> nodes(List<ContainerGrant> grants) {
    return grants.stream().map(ContainerGrant::node).toList();
  }
}
