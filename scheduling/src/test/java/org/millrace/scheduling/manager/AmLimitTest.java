package org.millrace.scheduling.manager;

import static org.assertj.core.api.Assertions.assertThat;
import static org.millrace.scheduling.manager.Cluster.UNIT;
import static org.millrace.scheduling.manager.Cluster.queue;
import static org.millrace.scheduling.manager.Cluster.queues;
import static org.millrace.scheduling.manager.Cluster.units;

import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.millrace.scheduling.resource.Comparison;
import org.millrace.scheduling.resource.Resources;
import org.millrace.scheduling.tree.Policy;
import org.millrace.scheduling.tree.QueueSettings;
import org.millrace.scheduling.tree.SchedulerSettings;

/** P4: active applications = AM share × the queue's maximum ÷ minimum allocation. */
class AmLimitTest {
  private static final int SUBMITTED = 9;

  @Test
  void theScarcestResourceLimitsWhereAllDecide() {
    // Half of 8 GB and of 6 vcores, by 1 GB and 1 vcore.
    assertThat(active(Comparison.DOMINANT, UNIT, Resources.of(8192, 6), 0.5)).isEqualTo(3);
    assertThat(active(Comparison.MEMORY, UNIT, Resources.of(8192, 6), 0.5)).isEqualTo(4);
  }

  @Test
  void networkLimitsWhereTheMinimumHasSome() {
    Resources node = new Resources(8192, 8000, 1000);
    assertThat(active(Comparison.DOMINANT, new Resources(1024, 1000, 250), node, 0.5)).isEqualTo(2);
    assertThat(active(Comparison.DOMINANT, new Resources(1024, 0, 0), node, 0.5)).isEqualTo(4);
  }

  @Test
  void oneIsActiveHoweverSmallTheShare() {
    assertThat(active(Comparison.MEMORY, UNIT, units(8), 0.01)).isEqualTo(1);
  }

  @Test
  void withoutAShareAllAreActive() {
    ResourceManager manager = manager(Comparison.MEMORY, UNIT, units(1), queue());
    assertThat(active(manager)).isEqualTo(SUBMITTED);
  }

  @Test
  void theMaximumOfTheQueueCountsAndNotTheCluster() {
    ResourceManager manager =
        manager(Comparison.MEMORY, UNIT, units(8), queue().maxAmShare(1).maxShare(units(3)));
    assertThat(active(manager)).isEqualTo(3);
  }

  @Test
  void aLargerClusterLetsMoreBeActive() {
    ResourceManager manager = manager(Comparison.MEMORY, UNIT, units(4), queue().maxAmShare(0.5));
    assertThat(active(manager)).isEqualTo(2);
    manager.addNode("n2", "r", units(4));
    manager.refresh();
    assertThat(active(manager)).isEqualTo(4);
  }

  @Test
  void whatMastersUseMayReachTheShareButNotPassIt() {
    ResourceManager manager = manager(Comparison.MEMORY, UNIT, units(8), queue().maxAmShare(0.5));
    for (long id = 1; id <= SUBMITTED; id++) {
      manager.finish(id);
    }
    manager.submit(new Submission(11, "u", "root.a", units(2)));
    manager.submit(new Submission(12, "u", "root.a", units(2)));
    manager.submit(new Submission(13, "u", "root.a", Resources.of(1, 0)));
    assertThat(manager.isActive(12)).isTrue();
    assertThat(manager.isActive(13)).isFalse();
    // In a queue by memory, vcores of a master are not counted.
    manager.finish(12);
    assertThat(manager.isActive(13)).isTrue();
  }

  @Test
  void otherSettingsAdmitAnew() {
    ResourceManager manager = manager(Comparison.MEMORY, UNIT, units(4), queue().maxAmShare(0.5));
    manager.replace(
        SchedulerSettings.of(Policy.FIFO, UNIT, queues("root.a", queue().maxAmShare(0.75))));
    assertThat(active(manager)).isEqualTo(3);
  }

  @Test
  void whoMovesMakesPlaceAndIsActiveWhereThereIsPlace() {
    ResourceManager manager =
        new ResourceManager(
            SchedulerSettings.of(
                Policy.FIFO,
                UNIT,
                queues("root.a", queue().maxAmShare(0.25), "root.b", queue().maxAmShare(0.25))));
    manager.addNode("n", "r", units(4));
    for (long id = 1; id <= 3; id++) {
      manager.submit(new Submission(id, "u", "root.a", Resources.NONE));
      manager.ask(id, Ask.anywhere(1, UNIT, 1));
    }
    assertThat(manager.isActive(2)).isFalse();
    manager.move(3, "root.b");
    assertThat(manager.isActive(3)).isTrue();
    assertThat(manager.isActive(2)).isFalse();
    // An active one stays active; its former queue has place now.
    manager.move(1, "root.b");
    assertThat(manager.isActive(1)).isTrue();
    assertThat(manager.isActive(2)).isTrue();
    assertThat(manager.allocate(9))
        .extracting(ContainerGrant::application)
        .containsExactly(1L, 2L, 3L);
  }

  private static int active(Comparison comparison, Resources min, Resources node, double share) {
    return active(manager(comparison, min, node, queue().maxAmShare(share)));
  }

  private static int active(ResourceManager manager) {
    return (int) LongStream.rangeClosed(1, SUBMITTED).filter(manager::isActive).count();
  }

  private static ResourceManager manager(
      Comparison comparison, Resources min, Resources node, QueueSettings.Builder queue) {
    ResourceManager manager =
        new ResourceManager(
            new SchedulerSettings(Policy.FIFO, comparison, min, 0, queues("root.a", queue)));
    manager.addNode("n", "r", node);
    for (long id = 1; id <= SUBMITTED; id++) {
      manager.submit(new Submission(id, "u", "root.a", Resources.NONE));
    }
    return manager;
  }
}
