package org.millrace.scheduling.manager;

import static org.assertj.core.api.Assertions.assertThat;
import static org.millrace.scheduling.manager.Cluster.UNIT;
import static org.millrace.scheduling.manager.Cluster.queue;
import static org.millrace.scheduling.manager.Cluster.queues;
import static org.millrace.scheduling.manager.Cluster.units;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.millrace.scheduling.resource.Resources;
import org.millrace.scheduling.tree.Policy;

/** Which node a container goes to when it would best run near something (P3d, P5). */
class LocalityTest {
  private static final Map<String, Integer> NOWHERE = Map.of();

  private final Cluster cluster =
      new Cluster(Policy.FIFO, queues("root.a", queue().nodeLocalityDelay(2)));

  @Test
  void aNodeIsAskedForAsOftenAsSaidAndThenAnyWillDo() {
    cluster.node("n1", 9).node("n2", 9);
    ask(1, 4, Map.of("n2", 3), NOWHERE);
    assertThat(places(cluster.manager.allocate(9)))
        .containsExactly("n2 NODE", "n2 NODE", "n2 NODE", "n1 ANY");
  }

  @Test
  void whatIsAskedForBeyondTheNamedNodesGoesThereFirst() {
    cluster.node("n1", 9).node("n2", 1);
    ask(1, 3, Map.of("n2", 1), NOWHERE);
    assertThat(places(cluster.manager.allocate(9))).containsExactly("n2 NODE", "n1 ANY", "n1 ANY");
  }

  @Test
  void anotherNodeWillDoAfterAsManyChancesAsMachinesWereAskedFor() {
    cluster.node("n1", 9).node("n2", 9).node("n3", 9);
    ask(1, 1, Map.of("gone1", 1, "gone2", 1), NOWHERE);
    assertThat(cluster.manager.allocate(9)).isEmpty();
    assertThat(cluster.manager.explain(1).sentence())
        .isEqualTo("it waits for a nearer node: 1 of 2 chances passed up");
    assertThat(cluster.manager.allocate(9)).isEmpty();
    assertThat(places(cluster.manager.allocate(9))).containsExactly("n1 ANY");
  }

  @Test
  void moreMachinesThanThereAreAreNotWaitedFor() {
    cluster.node("n1", 9);
    ask(1, 1, Map.of("gone1", 1, "gone2", 1, "gone3", 1), NOWHERE);
    assertThat(cluster.manager.allocate(9)).isEmpty();
    assertThat(places(cluster.manager.allocate(9))).containsExactly("n1 ANY");
  }

  @Test
  void theRackWillDoAfterTheDelayAndEveryContainerWaitsAnew() {
    cluster.node("n1", 9).node("n2", 9).node("n3", 9);
    ask(1, 2, Map.of("gone1", 2, "gone2", 2, "gone3", 2), Map.of("r1", 2));
    List<Integer> granted = new ArrayList<>();
    for (int cycle = 0; cycle < 5; cycle++) {
      List<ContainerGrant> grants = cluster.manager.allocate(9);
      assertThat(grants).allMatch(grant -> grant.locality() == Locality.RACK);
      granted.add(grants.size());
    }
    // The third cycle is also the first that the second container passes up.
    assertThat(granted).containsExactly(0, 0, 1, 0, 1);
  }

  @Test
  void aContainerThatRanAnywhereMakesTheNextWaitNoLonger() {
    cluster.node("n1", 9).node("n2", 9);
    ask(1, 2, Map.of("gone", 2), NOWHERE);
    assertThat(cluster.manager.allocate(9)).isEmpty();
    assertThat(places(cluster.manager.allocate(9))).containsExactly("n1 ANY", "n2 ANY");
  }

  @Test
  void theLeastOccupiedOfTheNamedNodesIsTakenAndTiesGoByName() {
    cluster.node("n1", 4).node("n2", 4).node("n3", 4);
    ask(1, 3, Map.of("n2", 3, "n3", 3), NOWHERE);
    assertThat(places(cluster.manager.allocate(9)))
        .containsExactly("n2 NODE", "n3 NODE", "n2 NODE");
  }

  @Test
  void theLeastOccupiedNodeOfTheRackIsTaken() {
    Cluster eager = new Cluster(Policy.FIFO, queues("root.a", queue()));
    eager.node("n1", 4).node("n2", 4);
    eager.manager.addNode("far", "r2", units(9));
    eager.app(1, "root.a", 1);
    assertThat(eager.manager.offer("n1", 1)).hasSize(1);
    eager.manager.submit(new Submission(2, "u", "root.a", Resources.NONE));
    eager.manager.ask(2, new Ask(1, UNIT, 2, NOWHERE, Map.of("r1", 2)));
    assertThat(places(eager.manager.allocate(9))).containsExactly("n2 RACK", "n1 RACK");
  }

  @Test
  void aNodeThatLeftIsInItsRackNoMore() {
    cluster.node("n1", 4).node("n2", 4);
    cluster.manager.removeNode("n1");
    cluster.manager.addNode("n1", "r2", units(4));
    ask(1, 1, NOWHERE, Map.of("r1", 1));
    assertThat(cluster.manager.allocate(9)).isEmpty();
    assertThat(places(cluster.manager.offer("n2", 9))).isEmpty();
    assertThat(places(cluster.manager.allocate(9))).containsExactly("n2 RACK");
  }

  @Test
  void anOfferPassedUpIsAChanceAndTheNextApplicationHasItsTurn() {
    cluster.node("n1", 4).node("n2", 4);
    ask(1, 1, Map.of("n2", 1, "gone", 1), NOWHERE);
    ask(2, 1, NOWHERE, NOWHERE);
    assertThat(cluster.manager.offer("n1", 9))
        .extracting(ContainerGrant::application)
        .containsExactly(2L);
    assertThat(cluster.manager.offer("n1", 9)).isEmpty();
    assertThat(places(cluster.manager.offer("n1", 9))).containsExactly("n1 ANY");
  }

  private void ask(long id, int count, Map<String, Integer> nodes, Map<String, Integer> racks) {
    cluster.manager.submit(new Submission(id, "u", "root.a", Resources.NONE));
    cluster.manager.ask(id, new Ask(1, UNIT, count, nodes, racks));
  }

  private static List<String> places(List<ContainerGrant> grants) {
    return grants.stream().map(grant -> grant.node() + " " + grant.locality()).toList();
  }
}
