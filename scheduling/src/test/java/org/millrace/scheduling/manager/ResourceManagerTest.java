package org.millrace.scheduling.manager;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.millrace.scheduling.manager.Cluster.UNIT;
import static org.millrace.scheduling.manager.Cluster.queue;
import static org.millrace.scheduling.manager.Cluster.queues;
import static org.millrace.scheduling.manager.Cluster.units;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.millrace.scheduling.resource.Comparison;
import org.millrace.scheduling.resource.Resources;
import org.millrace.scheduling.tree.InvalidSettingsException;
import org.millrace.scheduling.tree.Policy;
import org.millrace.scheduling.tree.QueueSettings;
import org.millrace.scheduling.tree.SchedulerSettings;

class ResourceManagerTest {
  private static final Map<String, org.millrace.scheduling.tree.QueueSettings> A_AND_B =
      queues("root.a", queue(), "root.b", queue());

  @Test
  void fifoServesTheOldestApplicationOfAnyQueueFirst() {
    Cluster cluster = new Cluster(Policy.FIFO, A_AND_B).node("n", 4);
    cluster.app(7, "root.a", 2).app(3, "root.b", 3);
    assertThat(cluster.allocate(9)).containsExactly(3L, 3L, 3L, 7L);
  }

  @Test
  void fairSharesFollowTheWeights() {
    Cluster cluster =
        new Cluster(Policy.FAIR, queues("root.a", queue().weight(1), "root.b", queue().weight(3)))
            .node("n", 8);
    cluster.app(1, "root.a", 99).app(2, "root.b", 99);
    // Ratios before each grant: 0:0 → a (by path), 1:0 → b, 1:1/3 → b, 1:2/3 → b, 1:1 → a …
    assertThat(cluster.allocate(99)).containsExactly(1L, 2L, 2L, 2L, 1L, 2L, 2L, 2L);
  }

  @Test
  void aQueueBelowItsMinShareGoesFirst() {
    Cluster cluster =
        new Cluster(
                Policy.FAIR,
                queues("root.a", queue().weight(100), "root.b", queue().minShare(units(2))))
            .node("n", 4);
    cluster.app(1, "root.a", 99).app(2, "root.b", 99);
    assertThat(cluster.allocate(99)).containsExactly(2L, 2L, 1L, 1L);
  }

  @Test
  void equalNeedFallsToUsageByWeight() {
    Cluster cluster =
        new Cluster(
                Policy.FAIR,
                queues(
                    "root.a", queue().minShare(units(2)),
                    "root.b", queue().weight(2).minShare(units(4))))
            .node("n", 9);
    cluster.app(1, "root.a", 1).app(2, "root.b", 2);
    cluster.allocate(3);
    cluster.manager.ask(1, Ask.anywhere(1, UNIT, 9));
    cluster.manager.ask(2, Ask.anywhere(1, UNIT, 9));
    // Both at half their min share; 1 ÷ 1 and 2 ÷ 2 are equal too, so the path decides.
    assertThat(cluster.allocate(1)).containsExactly(1L);
  }

  @Test
  void aMaxShareHoldsForTheQueueAndItsAncestors() {
    Cluster cluster =
        new Cluster(
                Policy.FAIR,
                queues(
                    "root.p", queue().maxShare(units(3)),
                    "root.p.a", queue().maxShare(units(2)),
                    "root.p.b", queue()))
            .node("n", 9);
    cluster.app(1, "root.p.a", 99).app(2, "root.p.b", 99);
    assertThat(cluster.allocate(99)).containsExactly(1L, 2L, 1L);
    assertThat(cluster.manager.explain(2).dominant().kind()).isEqualTo(Reason.Kind.QUEUE_AT_MAX);
    assertThat(cluster.manager.explain(2).sentence())
        .startsWith("root.p uses 3 GiB, 3 vcores of at most 3 GiB, 3 vcores");
  }

  @Test
  void capacityServesWhoUsesLeastOfItsGuaranteeAndStopsAtTheMaximum() {
    Cluster cluster =
        new Cluster(
                Policy.CAPACITY,
                queues(
                    "root", queue().smallQueueMb(0),
                    "root.a", queue().capacity(75),
                    "root.b", queue().capacity(25).maxCapacity(50)))
            .node("n", 8);
    cluster.app(1, "root.a", 3).app(2, "root.b", 99);
    // a has 6 units guaranteed, b 2. Ties go to the larger guarantee; b stops at 4 of 8.
    assertThat(cluster.allocate(99)).containsExactly(1L, 2L, 1L, 1L, 2L, 2L, 2L);
  }

  @Test
  void aSmallQueueCompetesAheadOfLargerOnes() {
    Cluster cluster =
        new Cluster(
                Policy.CAPACITY,
                queues(
                    "root", queue().smallQueueMb(2048),
                    "root.a", queue().capacity(90),
                    "root.b", queue().capacity(10)))
            .node("n", 5);
    cluster.app(1, "root.a", 99).app(2, "root.b", 99);
    // Until 2 GB each both are small and go by ratio; then whoever is still below goes first.
    assertThat(cluster.allocate(99)).containsExactly(1L, 2L, 1L, 2L, 1L);
  }

  @Test
  void policiesCanDifferByParent() {
    Cluster cluster =
        new Cluster(
                Policy.FAIR,
                queues(
                    "root.p", queue().policy(Policy.FIFO),
                    "root.p.x", queue(),
                    "root.p.y", queue(),
                    "root.q", queue()))
            .node("n", 6);
    cluster.app(5, "root.p.x", 9).app(4, "root.p.y", 2).app(6, "root.q", 9);
    assertThat(cluster.allocate(99)).containsExactly(4L, 6L, 4L, 6L, 5L, 6L);
  }

  @Test
  void theDominantResourceDecides() {
    Cluster cluster = new Cluster(Policy.FAIR, Comparison.DOMINANT, A_AND_B);
    // The example of the DRF paper: 9 CPUs and 18 GB; A's tasks take 1 CPU and 4 GB, B's 3 and 1.
    cluster.manager.addNode("n", "r", Resources.of(18, 9));
    cluster.manager.submit(new Submission(1, "u", "root.a", Resources.NONE));
    cluster.manager.ask(1, Ask.anywhere(1, Resources.of(4, 1), 99));
    cluster.manager.submit(new Submission(2, "u", "root.b", Resources.NONE));
    cluster.manager.ask(2, Ask.anywhere(1, Resources.of(1, 3), 99));
    cluster.allocate(99);
    assertThat(cluster.held(1)).isEqualTo(3);
    assertThat(cluster.held(2)).isEqualTo(2);
  }

  @Test
  void theLeastOccupiedNodeIsTakenAndTiesGoByName() {
    Cluster cluster = new Cluster(Policy.FIFO, A_AND_B).node("n2", 4).node("n1", 2).node("n3", 2);
    cluster.app(1, "root.a", 99);
    List<String> nodes = cluster.manager.allocate(5).stream().map(ContainerGrant::node).toList();
    // Occupied: 0 0 0 → n1, then n2, n3, n2 at ¼ is least, then all at ½: n1.
    assertThat(nodes).containsExactly("n1", "n2", "n3", "n2", "n1");
  }

  @Test
  void activeApplicationsAreLimitedByTheAmShare() {
    // ½ of 8 GB ÷ 1 GB: four are active.
    Cluster cluster =
        new Cluster(Policy.FIFO, queues("root.a", queue().maxAmShare(0.5))).node("n", 8);
    for (long id = 1; id <= 6; id++) {
      cluster.manager.submit(new Submission(id, "u", "root.a", UNIT));
      cluster.manager.ask(id, Ask.anywhere(1, UNIT, 1));
    }
    assertThat(cluster.allocate(99)).containsExactly(1L, 2L, 3L, 4L);
    assertThat(cluster.manager.isActive(5)).isFalse();
    assertThat(cluster.manager.explain(6).reasons())
        .extracting(Reason::kind)
        .containsExactly(Reason.Kind.AM_LIMIT, Reason.Kind.APPLICATIONS_AHEAD);
    cluster.manager.pause("root", true);
    assertThat(cluster.manager.explain(6).dominant().kind()).isEqualTo(Reason.Kind.QUEUE_PAUSED);
    cluster.manager.pause("root", false);

    cluster.manager.finish(2);
    assertThat(cluster.manager.isActive(5)).isFalse();
    cluster.end(2);
    assertThat(cluster.manager.isActive(5)).isTrue();
    assertThat(cluster.allocate(99)).containsExactly(5L);
  }

  @Test
  void whatApplicationMastersUseIsCounted() {
    Cluster cluster =
        new Cluster(Policy.FIFO, queues("root.a", queue().maxAmShare(0.5))).node("n", 8);
    cluster.manager.submit(new Submission(1, "u", "root.a", units(3)));
    cluster.manager.submit(new Submission(2, "u", "root.a", units(2)));
    cluster.manager.submit(new Submission(3, "u", "root.a", units(1)));
    // 3 + 2 is more than 4, and 3 waits for its turn behind 2.
    assertThat(cluster.manager.isActive(1)).isTrue();
    assertThat(cluster.manager.isActive(2)).isFalse();
    assertThat(cluster.manager.isActive(3)).isFalse();
    assertThat(cluster.manager.explain(2).sentence()).contains("use 3 GiB").contains("2 GiB");
  }

  @Test
  void aNearerNodeIsWaitedForAsLongAsTheDelaySays() {
    Cluster cluster =
        new Cluster(Policy.FIFO, queues("root.a", queue().nodeLocalityDelay(2)))
            .node("n1", 1)
            .node("n2", 4);
    cluster.manager.addNode("far", "r2", units(4));
    cluster.app(1, "root.a", 1);
    // It fills n1, where the next one wants to be.
    assertThat(cluster.manager.offer("n1", 1)).hasSize(1);
    cluster.manager.submit(new Submission(2, "u", "root.a", Resources.NONE));
    cluster.manager.ask(2, new Ask(1, UNIT, 1, Map.of("n1", 1), Map.of("r1", 1)));

    assertThat(cluster.manager.explain(2).sentence()).contains("0 of 1 chances passed up");
    assertThat(cluster.manager.allocate(9)).isEmpty();
    // Any node would do after the one machine it asked for, the rack only after two chances.
    List<ContainerGrant> grants = cluster.manager.allocate(9);
    assertThat(grants).hasSize(1);
    assertThat(grants.get(0).locality()).isEqualTo(Locality.ANY);
    assertThat(grants.get(0).node()).isEqualTo("far");
  }

  @Test
  void withoutADelayTheRackWillDoAtOnce() {
    Cluster cluster = new Cluster(Policy.FIFO, A_AND_B).node("n2", 4);
    cluster.manager.submit(new Submission(2, "u", "root.a", Resources.NONE));
    cluster.manager.ask(2, new Ask(1, UNIT, 1, Map.of("n1", 1), Map.of("r1", 1)));
    List<ContainerGrant> grants = cluster.manager.allocate(9);
    assertThat(grants).extracting(ContainerGrant::locality).containsExactly(Locality.RACK);
  }

  @Test
  void theNodeAskedForIsTakenThoughAnotherIsLessOccupied() {
    Cluster cluster = new Cluster(Policy.FIFO, A_AND_B).node("n1", 8).node("n2", 2);
    cluster.app(1, "root.a", 1);
    assertThat(cluster.manager.offer("n2", 1)).hasSize(1);
    cluster.manager.submit(new Submission(2, "u", "root.a", Resources.NONE));
    cluster.manager.ask(2, new Ask(1, UNIT, 2, Map.of("n2", 2), Map.of()));
    List<ContainerGrant> grants = cluster.manager.allocate(1);
    assertThat(grants.get(0).node()).isEqualTo("n2");
    assertThat(grants.get(0).locality()).isEqualTo(Locality.NODE);
  }

  @Test
  void aLargeRequestIsNotStarvedBySmallOnes() {
    Cluster cluster = new Cluster(Policy.FAIR, A_AND_B).node("n", 4);
    cluster.app(1, "root.b", 99);
    cluster.allocate(99);
    cluster.manager.submit(new Submission(2, "u", "root.a", Resources.NONE));
    cluster.manager.ask(2, Ask.anywhere(1, units(3), 1));
    for (int i = 0; i < 3; i++) {
      cluster.end(cluster.running.get(0).container());
      List<Long> granted = cluster.allocate(99);
      assertThat(granted).isEqualTo(i < 2 ? List.of() : List.of(2L));
    }
  }

  @Test
  void aListNamesWhoMaySubmitHereAndBelow() {
    Cluster cluster =
        new Cluster(
            Policy.FAIR,
            queues(
                "root.p", queue().submit(Set.of("boss")).administer(Set.of("chief")),
                "root.p.a", queue().submit(Set.of("ann")),
                "root.open", queue()));
    assertThat(cluster.manager.maySubmit("ann", "root.p.a")).isTrue();
    assertThat(cluster.manager.maySubmit("boss", "root.p.a")).isTrue();
    assertThat(cluster.manager.maySubmit("bob", "root.p.a")).isFalse();
    assertThat(cluster.manager.maySubmit("bob", "root.open")).isTrue();
    assertThat(cluster.manager.mayAdminister("chief", "root.p.a")).isTrue();
    assertThat(cluster.manager.mayAdminister("boss", "root.p.a")).isFalse();
    assertThatThrownBy(
            () -> cluster.manager.submit(new Submission(1, "bob", "root.p.a", Resources.NONE)))
        .isInstanceOf(SubmissionRefusedException.class)
        .hasMessageContaining("was \"bob\"");
  }

  @Test
  void aFullQueueRefusesAndSoDoesOneThatIsNotThere() {
    Cluster cluster =
        new Cluster(Policy.FAIR, queues("root.p", queue().maxApplications(1), "root.p.a", queue()));
    cluster.app(1, "root.p.a", 1);
    assertThatThrownBy(() -> cluster.app(2, "root.p.a", 1))
        .hasMessageContaining("root.p: must have at most 1 applications, and has 1");
    assertThatThrownBy(() -> cluster.app(2, "root.x", 1)).hasMessageContaining("queue root.x");
    assertThatThrownBy(() -> cluster.app(2, "root.p", 1)).hasMessageContaining("queue root.p");
  }

  @Test
  void queuesOnDemandTakeTheirTemplatesSettingsAndVanishWhenIdle() {
    Cluster cluster =
        new Cluster(
                Policy.FAIR,
                queues("root.users", queue().template(queue().maxShare(units(2)).build())))
            .node("n", 9);
    cluster.app(1, "root.users.ann", 5);
    assertThat(cluster.allocate(99)).hasSize(2);
    assertThat(cluster.manager.removeIdleQueues()).isEmpty();
    cluster.manager.finish(1);
    List.copyOf(cluster.running).forEach(grant -> cluster.end(grant.container()));
    assertThat(cluster.manager.removeIdleQueues()).containsExactly("root.users.ann");
    assertThat(cluster.manager.snapshot().children().get(0).children()).isEmpty();
  }

  @Test
  void aTemplateInATemplateCreatesParentsOnDemand() {
    QueueSettings team = queue().weight(2).template(queue().weight(3).build()).build();
    ResourceManager manager =
        new ResourceManager(
            SchedulerSettings.of(
                Policy.FAIR, units(1), Map.of("root", queue().template(team).build())));
    manager.addNode("n", "r", units(4));
    manager.submit(new Submission(1, "u", "root.a.b", units(1)));

    QueueSnapshot parent = manager.snapshot().children().get(0);
    assertThat(parent.path()).isEqualTo("root.a");
    assertThat(parent.onDemand()).isTrue();
    assertThat(parent.children()).extracting(QueueSnapshot::path).containsExactly("root.a.b");
    for (String refused : List.of("root.a", "root.a.b.c", "root.x.y.z")) {
      assertThatThrownBy(() -> manager.submit(new Submission(2, "u", refused, units(1))))
          .isInstanceOf(SubmissionRefusedException.class);
    }
    assertThat(manager.snapshot().children()).hasSize(1);

    manager.finish(1);

    assertThat(manager.removeIdleQueues()).containsExactly("root.a", "root.a.b");
    assertThat(manager.snapshot().children()).isEmpty();
  }

  @Test
  void aPausedQueueGetsNothingMore() {
    Cluster cluster = new Cluster(Policy.FAIR, A_AND_B).node("n", 4);
    cluster.app(1, "root.a", 9).app(2, "root.b", 9);
    cluster.manager.pause("root.a", true);
    assertThat(cluster.allocate(2)).containsExactly(2L, 2L);
    assertThat(cluster.manager.explain(1).dominant().kind()).isEqualTo(Reason.Kind.QUEUE_PAUSED);
    cluster.manager.pause("root.a", false);
    assertThat(cluster.allocate(9)).containsExactly(1L, 1L);
    cluster.manager.pause("root", true);
    assertThat(cluster.allocate(9)).isEmpty();
  }

  @Test
  void pausingTheOnlyQueueWithWorkLeavesItsParentOut() {
    Cluster cluster =
        new Cluster(
                Policy.FAIR,
                queues(
                    "root.p", queue(), "root.p.x", queue(), "root.p.y", queue(), "root.q", queue()))
            .node("n", 4);
    cluster.app(1, "root.p.x", 9).app(2, "root.q", 9);
    cluster.manager.pause("root.p.x", true);
    assertThat(cluster.allocate(2)).containsExactly(2L, 2L);
    cluster.manager.pause("root.p.x", false);
    assertThat(cluster.allocate(2)).containsExactly(1L, 1L);
  }

  @Test
  void aListOfATemplateHoldsBeforeItsQueueIsMade() {
    Cluster cluster =
        new Cluster(
            Policy.FAIR,
            queues("root.p", queue().template(queue().submit(Set.of("ann", "group:ops")).build())));
    assertThat(cluster.manager.maySubmit("bob", "root.p.new")).isFalse();
    assertThat(cluster.manager.maySubmit("ann", "root.p.new")).isTrue();
    assertThat(cluster.manager.maySubmit(Set.of("bob", "group:ops"), "root.p.new")).isTrue();
    assertThat(cluster.manager.maySubmit("bob", "root.other")).isTrue();
    assertThat(cluster.manager.maySubmit("bob", "nonsense")).isTrue();
  }

  @Test
  void whoseRightWasLookedAtBeforeIsNotRefused() {
    Cluster cluster =
        new Cluster(Policy.FAIR, queues("root.p", queue().submit(Set.of("ann")))).node("n", 1);
    cluster.manager.submitChecked(new Submission(1, "bob", "root.p", Resources.NONE));
    assertThat(cluster.manager.isActive(1)).isTrue();
  }

  @Test
  void roomIsLookedAtWithoutMakingAQueueAndNotCountedTwiceOnAMove() {
    Cluster cluster =
        new Cluster(
            Policy.FAIR,
            queues(
                "root.p", queue().maxApplications(1).template(queue().build()), "root.q", queue()));
    cluster.app(1, "root.p.a", 1);
    assertThatThrownBy(() -> cluster.manager.checkRoom("root.p.b", Optional.empty()))
        .isInstanceOf(SubmissionRefusedException.class)
        .hasMessageContaining("root.p: must have at most 1 applications, and has 1");
    assertThatThrownBy(() -> cluster.manager.checkRoom("root.p.b", Optional.of("root.q")))
        .isInstanceOf(SubmissionRefusedException.class);
    assertThatThrownBy(() -> cluster.manager.checkRoom("root.p", Optional.empty()))
        .hasMessageContaining("without queues below it");
    cluster.manager.checkRoom("root.p.b", Optional.of("root.p.a"));
    assertThat(cluster.manager.snapshot().children().get(0).children())
        .extracting(QueueSnapshot::path)
        .containsExactly("root.p.a");
  }

  @Test
  void aPausedQueueOnDemandStaysUntilItGoesOn() {
    QueueSettings team = queue().template(queue().build()).build();
    Cluster cluster = new Cluster(Policy.FAIR, queues("root", queue().template(team))).node("n", 4);
    cluster.manager.pause("root.team.a", true);
    assertThat(cluster.manager.removeIdleQueues()).isEmpty();
    cluster.app(1, "root.team.a", 1);
    assertThat(cluster.allocate(9)).isEmpty();
    cluster.manager.pause("root.team.a", false);
    assertThat(cluster.allocate(9)).containsExactly(1L);
    cluster.manager.finish(1);
    cluster.end(1);
    assertThat(cluster.manager.removeIdleQueues()).containsExactly("root.team", "root.team.a");
    assertThatThrownBy(() -> cluster.manager.pause("root.x.y.z", true))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("root.x.y.z");
  }

  @Test
  void anIdleQueueOnDemandBecomesWhatIsNeededAndStaysPaused() {
    QueueSettings team = queue().template(queue().build()).build();
    Cluster cluster = new Cluster(Policy.FAIR, queues("root", queue().template(team))).node("n", 4);
    // Nobody has said yet whether it will hold applications or queues.
    cluster.manager.pause("root.team", true);
    cluster.app(1, "root.team.a", 1);
    assertThat(cluster.allocate(9)).isEmpty();
    cluster.manager.finish(1);
    cluster.app(2, "root.team", 1);
    assertThat(cluster.allocate(9)).isEmpty();
    cluster.manager.pause("root.team", false);
    assertThat(cluster.allocate(9)).containsExactly(2L);
  }

  @Test
  void aPauseSurvivesNewSettings() {
    Cluster cluster =
        new Cluster(Policy.FAIR, queues("root", queue().template(queue().build()))).node("n", 4);
    cluster.manager.pause("root.a", true);
    cluster.manager.replace(
        SchedulerSettings.of(Policy.FIFO, UNIT, queues("root", queue().template(queue().build()))));
    cluster.app(1, "root.a", 1);
    assertThat(cluster.allocate(9)).isEmpty();
  }

  @Test
  void anApplicationMovesWithWhatItUses() {
    Cluster cluster = new Cluster(Policy.FAIR, A_AND_B).node("n", 6);
    cluster.app(1, "root.a", 9).app(2, "root.a", 9).app(3, "root.b", 9);
    cluster.allocate(4);
    cluster.manager.move(1, "root.b");
    QueueSnapshot root = cluster.manager.snapshot();
    assertThat(root.children().get(0).usage()).isEqualTo(Resources.NONE);
    assertThat(root.children().get(1).usage()).isEqualTo(units(4));
    assertThat(cluster.allocate(9)).containsExactly(2L, 2L);
  }

  @Test
  void newSettingsKeepWhatIsUsedAndSayWhatChanged() {
    Cluster cluster = new Cluster(Policy.FAIR, A_AND_B).node("n", 6);
    cluster.app(1, "root.a", 9).app(2, "root.b", 9);
    cluster.allocate(4);
    SchedulerSettings next =
        SchedulerSettings.of(
            Policy.FAIR, UNIT, queues("root.a", queue(), "root.b", queue().weight(3)));
    assertThat(cluster.manager.replace(next)).containsExactly("root.b: weight 1 becomes 3");
    assertThat(cluster.manager.snapshot().usage()).isEqualTo(units(4));
    assertThat(cluster.allocate(9)).containsExactly(2L, 2L);
  }

  @Test
  void settingsWithoutAQueueInUseChangeNothing() {
    Cluster cluster = new Cluster(Policy.FAIR, A_AND_B).node("n", 6);
    cluster.app(1, "root.a", 1);
    SchedulerSettings without = SchedulerSettings.of(Policy.FIFO, UNIT, queues("root.b", queue()));
    assertThatThrownBy(() -> cluster.manager.replace(without))
        .isInstanceOf(InvalidSettingsException.class)
        .hasMessageContaining("root.a: must stay a queue");
    assertThat(cluster.allocate(9)).containsExactly(1L);
  }

  @Test
  void aNewLeaderTakesOverWhatRuns() {
    Cluster cluster = new Cluster(Policy.FAIR, A_AND_B).node("n", 4);
    cluster.app(1, "root.a", 9).app(2, "root.b", 9);
    cluster.manager.adopt(70, 1, 1, UNIT, "n");
    cluster.manager.adopt(71, 1, 1, UNIT, "n");
    List<ContainerGrant> grants = cluster.manager.allocate(9);
    assertThat(grants).extracting(ContainerGrant::application).containsExactly(2L, 2L);
    assertThat(grants).extracting(ContainerGrant::container).containsExactly(72L, 73L);
    assertThat(cluster.manager.end(70)).isTrue();
    assertThat(cluster.manager.end(70)).isFalse();
  }

  @Test
  void theContainersOfALostNodeAreEnded() {
    Cluster cluster = new Cluster(Policy.FAIR, A_AND_B).node("n1", 1).node("n2", 1);
    cluster.app(1, "root.a", 2);
    cluster.allocate(9);
    assertThat(cluster.manager.removeNode("n1")).containsExactly(1L);
    assertThat(cluster.manager.snapshot().usage()).isEqualTo(UNIT);
    assertThat(cluster.manager.snapshot().max()).isEqualTo(units(1));
  }

  @Test
  void anExplanationNamesWhatLastsLongestFirst() {
    Cluster cluster = new Cluster(Policy.FAIR, A_AND_B).node("n", 2);
    cluster.app(1, "root.a", 9).app(2, "root.a", 9);
    cluster.allocate(9);
    cluster.app(3, "root.b", 1);
    assertThat(cluster.manager.explain(2).reasons())
        .extracting(Reason::kind)
        .containsExactly(
            Reason.Kind.NO_ROOM, Reason.Kind.APPLICATIONS_AHEAD, Reason.Kind.QUEUE_AHEAD);
    assertThat(cluster.manager.explain(2).sentence())
        .isEqualTo("no node has 1 GiB, 1 vcore free; the least occupied, n, lacks 1 GiB, 1 vcore");

    cluster.manager.ask(3, Ask.anywhere(1, units(5), 1));
    cluster.manager.ask(3, Ask.anywhere(1, UNIT, 0));
    assertThat(cluster.manager.explain(3).dominant().kind())
        .isEqualTo(Reason.Kind.NO_NODE_LARGE_ENOUGH);
  }
}
