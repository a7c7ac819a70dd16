package org.millrace.scheduling.manager;

import static org.assertj.core.api.Assertions.assertThat;
import static org.millrace.scheduling.manager.Cluster.UNIT;
import static org.millrace.scheduling.manager.Cluster.queue;
import static org.millrace.scheduling.manager.Cluster.queues;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.millrace.scheduling.tree.Policy;
import org.millrace.scheduling.tree.QueueSettings;
import org.millrace.scheduling.tree.SchedulerSettings;

/** One slot, several queues: who stands alike is served in turn. */
class TurnsTest {
  private static final Map<String, QueueSettings> EQUAL =
      queues("root.a", queue(), "root.b", queue(), "root.c", queue());

  @Test
  void withoutTurnsThePathDecidesForEver() {
    Cluster cluster = cluster(EQUAL);
    assertThat(serve(cluster, 4)).containsExactly(1L, 1L, 1L, 1L);
  }

  @Test
  void equalQueuesAreServedInTurn() {
    Cluster cluster = cluster(EQUAL);
    cluster.manager.takeTurns();
    assertThat(serve(cluster, 6)).containsExactly(1L, 2L, 3L, 1L, 2L, 3L);
  }

  @Test
  void twiceTheWeightIsServedTwiceAsOften() {
    Cluster cluster =
        cluster(queues("root.a", queue().weight(2), "root.b", queue(), "root.c", queue()));
    cluster.manager.takeTurns();
    assertThat(serve(cluster, 40)).filteredOn(id -> id == 1).hasSize(20);
  }

  @Test
  void turnsAreTakenUnderNewSettingsToo() {
    Cluster cluster = cluster(EQUAL);
    cluster.manager.takeTurns();
    cluster.manager.replace(SchedulerSettings.of(Policy.FAIR, UNIT, EQUAL));
    assertThat(serve(cluster, 3)).containsExactly(1L, 2L, 3L);
  }

  @Test
  void whoComesBackHasNoClaimToThePast() {
    Cluster cluster =
        new Cluster(Policy.FAIR, EQUAL).node("n", 1).app(1, "root.a", 99).app(2, "root.b", 99);
    cluster.manager.takeTurns();
    serve(cluster, 8);
    cluster.app(3, "root.c", 99);
    assertThat(serve(cluster, 6)).filteredOn(id -> id == 3).hasSize(2);
  }

  private static Cluster cluster(Map<String, QueueSettings> queues) {
    return new Cluster(Policy.FAIR, queues)
        .node("n", 1)
        .app(1, "root.a", 99)
        .app(2, "root.b", 99)
        .app(3, "root.c", 99);
  }

  /** One container at a time. */
  private static List<Long> serve(Cluster cluster, int containers) {
    List<Long> served = new ArrayList<>();
    for (int i = 0; i < containers; i++) {
      served.addAll(cluster.allocate(1));
      cluster.end(cluster.running.get(0).container());
    }
    return served;
  }
}
