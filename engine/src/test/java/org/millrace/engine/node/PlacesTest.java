package org.millrace.engine.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.millrace.engine.Databases;
import org.millrace.engine.EngineHarness;
import org.millrace.engine.db.Database;
import org.millrace.engine.ledger.LiveJobs.Live;
import org.millrace.engine.ledger.QueueMarks;
import org.millrace.engine.node.CapacityManager.Want;
import org.millrace.scheduling.manager.Ask;
import org.millrace.scheduling.manager.ContainerGrant;
import org.millrace.scheduling.manager.Reason;
import org.millrace.scheduling.resource.Resources;

/** Containers go where their source's data is, when it is worth the wait. */
class PlacesTest {
  private static final Resources SIZE = new Resources(256, 500, 0);
  private static final Want OF_FIRST = new Want(1, 1, SIZE);
  private static final Want OF_SECOND = new Want(2, 1, SIZE);

  private final Database db = Databases.h2();
  private final CapacityManager capacity =
      new CapacityManager(EngineHarness.FAIR, QueueMarks.paused(db));

  @BeforeEach
  void aClusterOfTwoHosts() {
    capacity.nodesAre(List.of(node("w1", "north"), node("w2", "south"), node("w3", "south")));
    capacity.submit(new Live(1, "p", "root.partners.acme", "acme", "acme"), true);
    capacity.submit(new Live(2, "p", "root.partners.acme", "acme", "other"), true);
  }

  @AfterEach
  void close() {
    db.close();
  }

  @Test
  void aWorkerThatIsNamedIsTakenThoughOthersAreLessOccupied() {
    capacity.places(Map.of("acme", List.of("w2")));
    capacity.want(Map.of(OF_FIRST, 2L));
    assertThat(nodes(9)).containsExactly("w2", "w2");
  }

  @Test
  void whereTheNamedWorkersAreFullAsManyChancesArePassedUpBeforeAnotherHostWillDo() {
    capacity.nodesAre(List.of(node("w1", "north"), node("w2", "south"), node("w4", "east")));
    capacity.places(Map.of("acme", List.of("w1", "w2")));
    capacity.want(Map.of(OF_FIRST, 6L));
    assertThat(nodes(9)).containsExactlyInAnyOrder("w1", "w1", "w2", "w2");

    Reason why = capacity.explain(1).orElseThrow().dominant();
    assertThat(why.kind()).isEqualTo(Reason.Kind.WAITS_FOR_NEAR_NODE);
    assertThat(why.count()).isOne();
    assertThat(why.of()).isEqualTo(2);
    // Said anew, with another count: the chance stays passed up.
    capacity.want(Map.of(OF_FIRST, 1L));
    assertThat(nodes(9)).isEmpty();
    assertThat(nodes(9)).containsExactly("w4");
  }

  @Test
  void aHostStandsForItsWorkersAndJobsOfOtherSourcesRunAnywhere() {
    capacity.places(Map.of("acme", List.of("south")));
    capacity.want(Map.of(OF_FIRST, 4L));
    assertThat(nodes(9)).containsExactlyInAnyOrder("w2", "w2", "w3", "w3");
    capacity.want(Map.of(OF_SECOND, 1L));
    assertThat(nodes(9)).containsExactly("w1");
  }

  @Test
  void whatIsNamedAndNotThereIsWaitedForByNobodyUntilItComes() {
    capacity.places(Map.of("acme", List.of("w9")));
    capacity.want(Map.of(OF_FIRST, 1L));
    assertThat(nodes(9)).containsExactly("w1");

    capacity.want(Map.of(OF_FIRST, 1L));
    capacity.nodesAre(List.of(node("w1", "north"), node("w2", "south"), node("w9", "east")));
    capacity.want(Map.of(OF_FIRST, 1L));
    assertThat(nodes(9)).containsExactly("w9");
  }

  @Test
  void otherPlacesCountFromTheNextLookOn() {
    capacity.want(Map.of(OF_FIRST, 1L));
    capacity.places(Map.of("acme", List.of("w3")));
    capacity.want(Map.of(OF_FIRST, 1L));
    assertThat(nodes(9)).containsExactly("w3");
  }

  @Test
  void veryManyContainersStayWithinWhatCanBeAddedUp() {
    Places places = new Places(Map.of("acme", List.of("a", "b")));
    Ask ask = places.ask("acme", 1, SIZE, Long.MAX_VALUE, List.of(node("a", "x"), node("b", "y")));
    assertThat(ask.nodes().values().stream().mapToInt(Integer::intValue).sum()).isPositive();
    assertThat(places.ask("other", 1, SIZE, 3, List.of(node("a", "x"))))
        .isEqualTo(Ask.anywhere(1, SIZE, 3));
  }

  private List<String> nodes(int most) {
    return capacity.allocate(most).stream().map(ContainerGrant::node).toList();
  }

  private static NodeInfo node(String name, String host) {
    return new NodeInfo(
        name,
        host,
        1,
        new Resources(512, 1000, 1 << 20),
        9,
        false,
        false,
        Instant.EPOCH,
        Instant.EPOCH,
        Optional.empty());
  }
}
