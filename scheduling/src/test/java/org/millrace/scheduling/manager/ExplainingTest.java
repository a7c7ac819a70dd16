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
import org.millrace.scheduling.tree.QueueSettings;

class ExplainingTest {
  private final Cluster cluster =
      new Cluster(
          Policy.FAIR,
          queues("root.a", queue(), "root.b", queue(), "root.few", queue().maxAmShare(0.5)));

  @Test
  void withoutNodesThereIsNoPlace() {
    cluster.app(1, "root.a", 1);
    assertThat(cluster.manager.explain(1).sentence()).isEqualTo("there are no nodes");
    assertThat(kinds(1)).containsExactly(Reason.Kind.NO_NODE);
  }

  @Test
  void nodesWithoutCapacityTakeNoWork() {
    cluster.manager.addNode("n", "r", Resources.NONE);
    cluster.app(1, "root.a", 1);
    assertThat(cluster.manager.explain(1).sentence()).isEqualTo("no node takes work");
    assertThat(kinds(1)).containsExactly(Reason.Kind.NO_NODE);
    assertThat(cluster.manager.explain(1).dominant().of()).isEqualTo(1);
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
    assertThat(cluster.manager.explain(2).sentence()).isEqualTo("1 job is ahead in root.a");
    assertThat(cluster.manager.explain(3).sentence()).isEqualTo("2 jobs are ahead in root.a");
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
        .isEqualTo("root.few: 2 of at most 2 jobs are active");
    assertThat(kinds(3)).containsExactly(Reason.Kind.AM_LIMIT);
    assertThat(kinds(4)).containsExactly(Reason.Kind.AM_LIMIT, Reason.Kind.APPLICATIONS_AHEAD);
    assertThat(cluster.manager.explain(4).reasons().get(1).sentence())
        .isEqualTo("1 job is ahead in root.few");

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

  @Test
  void atItsMaximumOnlyWhatIsShortIsNamed() {
    Cluster limited =
        new Cluster(
            Policy.FAIR,
            queues("root.a", queue().maxShare(new Resources(Long.MAX_VALUE, 2000, 4_000))));
    limited.node("n", 9).app(1, "root.a", 3);
    limited.allocate(9);
    Reason why = limited.manager.explain(1).dominant();
    assertThat(why.sentence())
        .isEqualTo("root.a uses 2 vcores of at most 2 vcores; one more container takes 1 vcore");
    assertThat(why.uses()).isEqualTo("2 vcores");
    assertThat(why.limit()).isEqualTo("2 vcores");
  }

  @Test
  void whereAllContainersAreTakenTheyAreCounted() {
    cluster.manager.addNode("n", "r", units(9), 2);
    cluster.app(1, "root.a", 3);
    cluster.allocate(9);
    Reason one = cluster.manager.explain(1).dominant();
    assertThat(one.kind()).isEqualTo(Reason.Kind.NO_ROOM);
    assertThat(one.sentence()).isEqualTo("all 2 containers that n may have are taken");
    assertThat(one.count()).isEqualTo(2);

    cluster.manager.addNode("m", "r", units(9), 1);
    cluster.allocate(9);
    cluster.manager.ask(1, Ask.anywhere(1, UNIT, 1));
    assertThat(cluster.manager.explain(1).sentence())
        .isEqualTo("all 3 containers that the nodes may have are taken");
    cluster.manager.addNode("k", "r", units(1));
    cluster.allocate(9);
    cluster.manager.ask(1, Ask.anywhere(1, UNIT, 1));
    assertThat(cluster.manager.explain(1).sentence()).startsWith("no node has 1 GiB, 1 vcore free");
  }

  @Test
  void whyAQueueComesFirstIsSaidAsItsPolicyDecides() {
    assertThat(ahead(Policy.FAIR, queue(), queue().weight(3), 1))
        .isEqualTo(
            "root.b comes first by the fair policy: it uses nothing with weight 3,"
                + " root.a uses 1 GiB, 1 vcore with weight 1");
    assertThat(ahead(Policy.FAIR, queue(), queue().minShare(units(2)), 0))
        .isEqualTo(
            "root.b comes first by the fair policy: it uses nothing, less than its min share of"
                + " 2 GiB, 2 vcores");
    assertThat(ahead(Policy.CAPACITY, queue().smallQueueMb(0L), queue(), 0))
        .isEqualTo(
            "root.b comes first by the capacity policy: it uses nothing, less than the 200 MiB of"
                + " a small queue");
    assertThat(
            ahead(
                Policy.CAPACITY,
                queue().smallQueueMb(0L).capacity(20),
                queue().smallQueueMb(0L).capacity(40.5),
                1))
        .isEqualTo(
            "root.b comes first by the capacity policy: it uses nothing with 40.5 % guaranteed,"
                + " root.a uses 1 GiB, 1 vcore with 20 % guaranteed");
  }

  @Test
  void firstInFirstOutNamesTheOlderJob() {
    Cluster other = new Cluster(Policy.FIFO, queues("root.a", queue(), "root.b", queue()));
    other.node("n", 9).app(2, "root.a", 1).app(1, "root.b", 1);
    assertThat(other.manager.explain(2).sentence())
        .isEqualTo("root.b comes first by the fifo policy: its oldest job that waits is 1");
  }

  @Test
  void amongEqualsItIsATurn() {
    cluster.node("n", 9).app(1, "root.a", 1).app(2, "root.b", 1);
    assertThat(cluster.manager.explain(2).sentence())
        .isEqualTo("root.a comes first by the fair policy: both use nothing, and it is its turn");
  }

  /** Why job 1 of root.a waits for root.b, when root.a has been granted so much. */
  private String ahead(
      Policy policy, QueueSettings.Builder a, QueueSettings.Builder b, int granted) {
    Cluster other = new Cluster(policy, queues("root.a", a, "root.b", b));
    other.node("n", 9).app(1, "root.a", 2);
    other.allocate(granted);
    other.app(2, "root.b", 2).manager.refresh();
    return other.manager.explain(1).sentence();
  }

  private List<Reason.Kind> kinds(long application) {
    return cluster.manager.explain(application).reasons().stream().map(Reason::kind).toList();
  }
}
