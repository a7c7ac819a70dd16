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

class ExplainingTest {
  private final Cluster cluster =
      new Cluster(
          Policy.FAIR,
          queues("root.a", queue(), "root.b", queue(), "root.few", queue().maxAmShare(0.5)));

  @Test
  void withoutNodesThereIsNoPlace() {
    cluster.app(1, "root.a", 1);
    assertThat(cluster.manager.explain(1).sentence()).isEqualTo("there are no nodes");
    assertThat(kinds(1)).containsExactly(Reason.Kind.NO_NODE_LARGE_ENOUGH);
  }

  @Test
  void nothingIsInTheWayOfWhoIsNext() {
    cluster.node("n", 1).app(1, "root.a", 1);
    assertThat(cluster.manager.explain(1).sentence())
        .isEqualTo("nothing is in its way: it is next in root.a");
  }

  @Test
  void whoHasAllOrHasEndedIsToldSo() {
    cluster.node("n", 2).app(1, "root.a", 2);
    cluster.allocate(9);
    Explanation why = cluster.manager.explain(1);
    assertThat(why.sentence()).isEqualTo("it asks for nothing more; 2 containers run");
    assertThat(why.containers()).isEqualTo(2);
    assertThat(why.waitingFor()).isZero();
    cluster.manager.finish(1);
    assertThat(cluster.manager.explain(1).sentence())
        .isEqualTo("it has ended, and 2 containers still run");
  }

  @Test
  void thoseAheadInTheQueueAreCounted() {
    cluster.node("n", 1).app(1, "root.a", 1).app(2, "root.a", 1).app(3, "root.a", 1);
    assertThat(cluster.manager.explain(2).sentence()).isEqualTo("1 application is ahead in root.a");
    assertThat(cluster.manager.explain(3).sentence())
        .isEqualTo("2 applications are ahead in root.a");
    assertThat(cluster.manager.explain(3).dominant().count()).isEqualTo(2);
    assertThat(kinds(1)).containsExactly(Reason.Kind.NEXT);
  }

  @Test
  void whoAsksForAnotherSizeIsNotAhead() {
    cluster.node("n", 4).app(2, "root.a", 1);
    cluster.manager.submit(new Submission(1, "u", "root.a", Resources.NONE));
    cluster.manager.ask(1, Ask.anywhere(1, units(2), 1));
    assertThat(kinds(2)).containsExactly(Reason.Kind.NEXT);
  }

  @Test
  void aQueueThatComesFirstIsNamedWithWhatBothUse() {
    cluster.node("n", 3).app(1, "root.a", 2).app(2, "root.b", 2);
    cluster.allocate(1);
    assertThat(cluster.manager.explain(1).sentence())
        .isEqualTo(
            "root.b comes first by the fair policy: it uses nothing, root.a uses 1 GiB, 1 vcore");
    assertThat(kinds(2)).containsExactly(Reason.Kind.NEXT);
  }

  @Test
  void waitingToBeActiveIsCountedOrMeasured() {
    cluster.node("n", 4);
    for (long id = 1; id <= 4; id++) {
      cluster.manager.submit(new Submission(id, "u", "root.few", Resources.NONE));
    }
    assertThat(cluster.manager.explain(3).sentence())
        .isEqualTo("root.few: 2 of at most 2 applications are active");
    assertThat(kinds(3)).containsExactly(Reason.Kind.AM_LIMIT);
    assertThat(kinds(4)).containsExactly(Reason.Kind.AM_LIMIT, Reason.Kind.APPLICATIONS_AHEAD);
    assertThat(cluster.manager.explain(4).reasons().get(1).sentence())
        .isEqualTo("1 application is ahead in root.few");

    cluster.manager.pause("root.few", true);
    assertThat(kinds(3)).containsExactly(Reason.Kind.QUEUE_PAUSED, Reason.Kind.AM_LIMIT);
  }

  @Test
  void aPausedAncestorIsNamed() {
    cluster.node("n", 1).app(1, "root.a", 1);
    cluster.manager.pause("root", true);
    assertThat(cluster.manager.explain(1).sentence()).isEqualTo("root is paused");
    cluster.manager.pause("root", false);
    assertThat(kinds(1)).containsExactly(Reason.Kind.NEXT);
  }

  @Test
  void whatNoNodeHasIsSaidWithTheMostThereIs() {
    cluster.node("n", 2).node("m", 3).app(1, "root.a", 1);
    cluster.manager.ask(1, Ask.anywhere(1, UNIT, 0));
    cluster.manager.ask(1, Ask.anywhere(1, units(4), 1));
    assertThat(cluster.manager.explain(1).sentence())
        .isEqualTo(
            "no node has 4 GiB, 4 vcores even when empty; the most of each resource is"
                + " 3 GiB, 3 vcores");
  }

  private List<Reason.Kind> kinds(long application) {
    return cluster.manager.explain(application).reasons().stream().map(Reason::kind).toList();
  }
}
