package org.millrace.scheduling.manager;

import static org.assertj.core.api.Assertions.assertThat;
import static org.millrace.scheduling.manager.Cluster.UNIT;
import static org.millrace.scheduling.manager.Cluster.queue;
import static org.millrace.scheduling.manager.Cluster.queues;
import static org.millrace.scheduling.manager.Cluster.units;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.millrace.scheduling.resource.Resources;
import org.millrace.scheduling.tree.Policy;

/** Room that is held for a large container while small ones come and go. */
class ReservationsTest {
  private final Cluster cluster =
      new Cluster(Policy.FAIR, queues("root.a", queue(), "root.b", queue())).node("n", 4);

  /** Small containers fill the node; a large one waits for one that is free of them. */
  @BeforeEach
  void aNodeIsHeld() {
    cluster.app(1, "root.b", 99);
    cluster.allocate(4);
    cluster.manager.submit(new Submission(2, "u", "root.a", Resources.NONE));
    cluster.manager.ask(2, Ask.anywhere(1, units(3), 1));
    cluster.end(1);
    assertThat(cluster.allocate(9)).isEmpty();
  }

  @Test
  void whoWaitsForItIsToldSo() {
    assertThat(cluster.manager.explain(2).reasons())
        .extracting(Reason::kind)
        .contains(Reason.Kind.NODE_HELD);
    assertThat(cluster.manager.explain(1).reasons())
        .extracting(Reason::kind)
        .doesNotContain(Reason.Kind.NODE_HELD);
    assertThat(cluster.manager.explain(2).reasons())
        .extracting(Reason::sentence)
        .contains("room on n is held for it until it is free");
  }

  @Test
  void whatIsWithdrawnHoldsNothingMore() {
    cluster.manager.ask(2, Ask.anywhere(1, units(3), 0));
    assertThat(cluster.allocate(9)).containsExactly(1L);
  }

  @Test
  void whatIsFinishedHoldsNothingMore() {
    cluster.manager.finish(2);
    assertThat(cluster.allocate(9)).containsExactly(1L);
  }

  @Test
  void anotherAskOfTheApplicationThatIsWithdrawnLeavesItHeld() {
    cluster.manager.ask(2, Ask.anywhere(2, UNIT, 1));
    cluster.manager.ask(2, Ask.anywhere(2, UNIT, 0));
    assertThat(cluster.allocate(9)).isEmpty();
    cluster.end(2);
    cluster.end(3);
    assertThat(cluster.allocate(9)).containsExactly(2L);
  }

  @Test
  void aPausedQueueHoldsNothing() {
    cluster.manager.pause("root.a", true);
    assertThat(cluster.allocate(9)).containsExactly(1L);
  }

  @Test
  void aQueueThatMayNotUseItHoldsNothing() {
    cluster.manager.replace(
        org.millrace.scheduling.tree.SchedulerSettings.of(
            Policy.FAIR, UNIT, queues("root.a", queue().maxShare(units(2)), "root.b", queue())));
    assertThat(cluster.allocate(9)).containsExactly(1L);
  }

  @Test
  void anOfferServesWhatItsNodeIsHeldForAndNoMoreThanAskedFor() {
    cluster.end(2);
    cluster.end(3);
    assertThat(cluster.manager.offer("n", 0)).isEmpty();
    assertThat(cluster.manager.offer("n", 1))
        .extracting(ContainerGrant::application)
        .containsExactly(2L);
    assertThat(cluster.manager.snapshot().usage()).isEqualTo(units(4));
  }

  @Test
  void aNodeThatLeavesIsHeldNoMoreAndAnotherIs() {
    cluster.node("m", 3);
    assertThat(cluster.manager.removeNode("n")).containsExactly(2L, 3L, 4L);
    assertThat(cluster.allocate(9)).containsExactly(2L);
  }

  @Test
  void oneNodeIsHeldForEachAndTheLeastOccupiedFirst() {
    Cluster two =
        new Cluster(Policy.FAIR, queues("root.a", queue(), "root.b", queue()))
            .node("n1", 4)
            .node("n2", 4);
    two.app(1, "root.b", 8);
    two.allocate(8);
    two.manager.submit(new Submission(2, "u", "root.a", Resources.NONE));
    two.manager.ask(2, Ask.anywhere(1, units(4), 1));
    two.manager.ask(1, Ask.anywhere(1, UNIT, 99));
    // Grants alternate between the nodes: the second and the fourth container are on n2.
    two.end(2);
    assertThat(two.allocate(9)).isEmpty();
    assertThat(two.manager.explain(2).reasons())
        .extracting(Reason::sentence)
        .contains("room on n2 is held for it until it is free");
    // What becomes free on the other node is not held.
    two.end(1);
    assertThat(two.allocate(9)).containsExactly(1L);
  }

  /**
   * Small containers end and are asked for again without end; the large one waits a bounded time.
   */
  @Property
  void noLargeRequestWaitsForEverWhateverThePolicy(
      @ForAll Policy policy,
      @ForAll @IntRange(min = 1, max = 4) int nodes,
      @ForAll @IntRange(min = 2, max = 4) int size,
      @ForAll long seed) {
    Cluster busy =
        new Cluster(
            policy,
            queues(
                "root.a", queue().capacity(50),
                "root.p", queue().capacity(50),
                "root.p.b", queue().capacity(50)));
    for (int i = 0; i < nodes; i++) {
      busy.node("n" + i, 4);
    }
    // First in, first out leaves nothing to whoever is younger: there the large one is the older.
    busy.app(2, "root.p.b", 1_000_000);
    busy.allocate(4 * nodes);
    long large = policy == Policy.FIFO ? 1 : 3;
    busy.manager.submit(new Submission(large, "u", "root.a", Resources.NONE));
    busy.manager.ask(large, Ask.anywhere(1, units(size), 1));
    java.util.Random random = new java.util.Random(seed);
    int ended = 0;
    while (busy.held(large) == 0) {
      assertThat(ended++).as("containers that ended").isLessThan(500);
      busy.end(busy.running.get(random.nextInt(busy.running.size())).container());
      busy.allocate(99);
    }
  }
}
