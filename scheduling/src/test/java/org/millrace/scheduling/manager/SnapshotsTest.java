package org.millrace.scheduling.manager;

import static org.assertj.core.api.Assertions.assertThat;
import static org.millrace.scheduling.manager.Cluster.UNIT;
import static org.millrace.scheduling.manager.Cluster.queue;
import static org.millrace.scheduling.manager.Cluster.queues;
import static org.millrace.scheduling.manager.Cluster.units;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.millrace.scheduling.resource.Resources;
import org.millrace.scheduling.tree.Policy;

class SnapshotsTest {
  @Test
  void aQueueShowsWhatItHasWantsAndIsDue() {
    Cluster cluster =
        new Cluster(
                Policy.FAIR,
                queues(
                    "root.a", queue().minShare(units(2)),
                    "root.p", queue().policy(Policy.CAPACITY).maxShare(units(5)),
                    "root.p.x", queue().capacity(25).maxAmShare(0.2)))
            .node("n", 8);
    cluster.app(1, "root.a", 6).app(2, "root.p.x", 9).app(3, "root.p.x", 9);
    cluster.allocate(4);

    QueueSnapshot root = cluster.manager.snapshot();
    assertThat(root.path()).isEqualTo("root");
    assertThat(root.policy()).isEqualTo(Policy.FAIR);
    assertThat(root.usage()).isEqualTo(units(4));
    assertThat(root.guaranteed()).isEqualTo(units(8));
    assertThat(root.fairShare()).isEqualTo(units(8));
    assertThat(root.running()).isEqualTo(2);
    assertThat(root.waiting()).isEqualTo(1);

    QueueSnapshot a = root.children().get(0);
    assertThat(a.policy()).isNull();
    assertThat(a.demand()).isEqualTo(units(6));
    assertThat(a.guaranteed()).isEqualTo(units(2));
    assertThat(a.fairShare().memoryMb()).isEqualTo(4096);
    assertThat(a.max()).isEqualTo(units(8));
    assertThat(a.children()).isEmpty();

    QueueSnapshot p = root.children().get(1);
    assertThat(p.policy()).isEqualTo(Policy.CAPACITY);
    assertThat(p.guaranteed()).isEqualTo(Resources.NONE);
    assertThat(p.demand()).isEqualTo(units(5));
    assertThat(p.running()).isEqualTo(1);
    QueueSnapshot x = p.children().get(0);
    // A quarter of its parent, which is guaranteed nothing itself.
    assertThat(x.guaranteed()).isEqualTo(Resources.NONE);
    assertThat(x.max()).isEqualTo(units(5));
    assertThat(x.waiting()).isEqualTo(1);
    assertThat(List.of(x.paused(), x.onDemand())).containsOnly(false);
  }

  @Test
  void aGuaranteeIsThatOfTheWholeWayDown() {
    Cluster cluster =
        new Cluster(
                Policy.CAPACITY,
                queues(
                    "root.p",
                    queue().capacity(50).maxCapacity(75),
                    "root.p.x",
                    queue().capacity(50)))
            .node("n", 8);
    QueueSnapshot p = cluster.manager.snapshot().children().get(0);
    assertThat(p.guaranteed()).isEqualTo(units(4));
    assertThat(p.max().memoryMb()).isEqualTo(6144);
    assertThat(p.children().get(0).guaranteed()).isEqualTo(units(2));
    assertThat(p.children().get(0).max().memoryMb()).isEqualTo(6144);
  }

  @Test
  void aShareOfTheClusterIsCutToWholeContainers() {
    Cluster cluster =
        new Cluster(Policy.CAPACITY, queues("root.a", queue().maxCapacity(50))).node("n", 5);
    cluster.app(1, "root.a", 9);
    // Half of five is two and a half.
    assertThat(cluster.allocate(9)).hasSize(2);
    assertThat(cluster.manager.snapshot().children().get(0).max().memoryMb())
        .isEqualTo(UNIT.memoryMb() * 2);
  }

  @Test
  void whatIsPausedOrMadeOnDemandIsSaid() {
    Cluster cluster =
        new Cluster(Policy.FAIR, queues("root.u", queue().template(queue().build()))).node("n", 1);
    cluster.app(1, "root.u.ann", 1);
    cluster.manager.pause("root.u.ann", true);
    QueueSnapshot ann = cluster.manager.snapshot().children().get(0).children().get(0);
    assertThat(ann.paused()).isTrue();
    assertThat(ann.onDemand()).isTrue();
    assertThat(cluster.manager.snapshot().children().get(0).onDemand()).isFalse();
  }

  @Test
  void aPauseOutlivesNewSettings() {
    Cluster cluster =
        new Cluster(Policy.FAIR, queues("root.a", queue(), "root.b", queue())).node("n", 2);
    cluster.app(1, "root.a", 9);
    cluster.manager.pause("root.a", true);
    cluster.manager.replace(
        org.millrace.scheduling.tree.SchedulerSettings.of(
            Policy.FIFO, UNIT, queues("root.a", queue(), "root.c", queue())));
    assertThat(cluster.allocate(9)).isEmpty();
    cluster.manager.pause("root.a", false);
    assertThat(cluster.allocate(9)).containsExactly(1L, 1L);
  }
}
