package org.millrace.scheduling.simulate;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.millrace.scheduling.manager.Ask;
import org.millrace.scheduling.resource.Resources;
import org.millrace.scheduling.tree.Policy;
import org.millrace.scheduling.tree.QueueSettings;
import org.millrace.scheduling.tree.SchedulerSettings;

/** Small workloads whose outcome is worked out by hand; a unit is 1 GB. */
class SimulationTest {
  private static final Resources UNIT = Resources.of(1024, 1);

  private final Map<String, QueueSettings> queues = new LinkedHashMap<>();
  private final List<Workload.Node> nodes = new ArrayList<>();
  private final List<Workload.Application> applications = new ArrayList<>();
  private final Heard heard = new Heard();

  @Test
  void waitsUsageAndUtilisationAreThoseOfTheSchedule() {
    queue("root.a", QueueSettings.builder());
    node("n1", 2);
    application(1, "root.a", 0, 2, 3);
    application(2, "root.a", 1, 1, 1);

    SimulationSummary summary = run(Policy.FIFO, 6, OptionalInt.empty());

    // Two of the first at once; when they end in tick 2, its third and the second application's.
    assertThat(heard.grants).containsExactly("0 0 1 n1", "1 0 1 n1", "2 2 1 n1", "3 2 2 n1");
    SimulationSummary.Queue queue = summary.queues().get(0);
    assertThat(queue.path()).isEqualTo("root.a");
    assertThat(queue.applications()).isEqualTo(2);
    assertThat(queue.usageMb()).containsExactly(2048L, 2048L, 2048L, 1024L, 0L, 0L);
    // Waits: 0, 0, 2 and 1 ticks.
    assertThat(queue.meanWait()).isEqualTo(0.75);
    assertThat(queue.p95Wait()).isEqualTo(2);
    assertThat(summary.makespan()).isEqualTo(4);
    assertThat(summary.utilisation()).isEqualTo(7168.0 / (2048 * 4));
    assertThat(summary.fairness()).isEqualTo(1);
    assertThat(summary.tasks()).isEqualTo(4);
    assertThat(summary.unserved()).isZero();
    assertThat(summary.ticks()).isEqualTo(6);
  }

  @Test
  void ninetyFiveInAHundredWaitedAtMostTheP95() {
    queue("root.a", QueueSettings.builder());
    node("n1", 1);
    application(1, "root.a", 0, 1, 40);
    SimulationSummary.Queue queue = run(Policy.FIFO, 50, OptionalInt.empty()).queues().get(0);
    // One a tick waits 0, 1, … 39; the 38th of 40 waited 37.
    assertThat(queue.p95Wait()).isEqualTo(37);
    assertThat(queue.meanWait()).isEqualTo(19.5);
  }

  @Test
  void anApplicationAsksAtTheEndOfTheTickInWhichItsMasterWasGranted() {
    queue("root.a", QueueSettings.builder());
    node("n1", 3);
    applications.add(
        new Workload.Application(1, "u", "root.a", 0, 2, UNIT, List.of(Ask.anywhere(1, UNIT, 2))));

    SimulationSummary summary = run(Policy.FAIR, 5, OptionalInt.empty());

    assertThat(heard.grants).containsExactly("0 0 1 n1", "1 1 1 n1", "2 1 1 n1");
    // The master ends with the last of the others; it is no task and its wait is not counted.
    assertThat(summary.queues().get(0).usageMb()).containsExactly(1024L, 3072L, 3072L, 0L, 0L);
    assertThat(summary.tasks()).isEqualTo(2);
    assertThat(summary.queues().get(0).meanWait()).isEqualTo(1);
    assertThat(summary.makespan()).isEqualTo(3);
  }

  @Test
  void nodesOfferInTheirOrderAndNoMoreThanSetIsGrantedOnOne() {
    queue("root.a", QueueSettings.builder());
    node("n2", 4);
    node("n1", 4);
    application(1, "root.a", 0, 9, 6);
    run(Policy.FAIR, 2, OptionalInt.of(2));
    assertThat(heard.grants)
        .containsExactly("0 0 1 n2", "1 0 1 n2", "2 0 1 n1", "3 0 1 n1", "4 1 1 n2", "5 1 1 n2");
  }

  @Test
  void whatEndsOnALaterNodeGivesNothingBackYet() {
    queue("root.b", QueueSettings.builder());
    queue("root.z", QueueSettings.builder().maxShare(UNIT));
    node("n1", 1);
    node("n2", 1);
    application(1, "root.b", 0, 1, 1);
    application(2, "root.z", 0, 1, 2);
    run(Policy.FAIR, 3, OptionalInt.empty());
    // In tick 1 the first node is free, but root.z is at its maximum until the second one offers.
    assertThat(heard.grants).containsExactly("0 0 1 n1", "1 0 2 n2", "2 1 2 n2");
  }

  @Test
  void sharesAreToldOnceATickBeforeItsOffers() {
    queue("root.a", QueueSettings.builder());
    queue("root.b", QueueSettings.builder().weight(3));
    queue("root.idle", QueueSettings.builder().weight(9));
    node("n1", 4);
    application(1, "root.a", 0, 2, 4);
    application(2, "root.b", 0, 1, 1);
    run(Policy.FAIR, 3, OptionalInt.empty());
    // In tick 1 the only container of root.b still counts: it ends at the node's offer.
    assertThat(heard.shares)
        .containsExactly(
            "0 {root.a=1024, root.b=3072, root.idle=0}",
            "1 {root.a=1024, root.b=3072, root.idle=0}",
            "2 {root.a=4096, root.b=0, root.idle=0}");
  }

  @Test
  void theFairnessIndexIsAboutUsageByWeight() {
    queue("root.a", QueueSettings.builder());
    queue("root.b", QueueSettings.builder().weight(3));
    queue("root.idle", QueueSettings.builder());
    node("n1", 4);
    application(1, "root.a", 0, 9, 4);
    application(2, "root.b", 0, 9, 4);
    SimulationSummary summary = run(Policy.FAIR, 5, OptionalInt.empty());
    assertThat(summary.fairness()).isEqualTo(1);
    assertThat(summary.unserved()).isEqualTo(4);
    // Something is still running and waiting at the end.
    assertThat(summary.makespan()).isEqualTo(5);
    assertThat(summary.queues())
        .extracting(SimulationSummary.Queue::path)
        .containsExactly("root.a", "root.b");
  }

  @Test
  void theFairnessIndexFallsWhereOneHasMore() {
    queue("root.a", QueueSettings.builder());
    queue("root.b", QueueSettings.builder());
    node("n1", 4);
    application(1, "root.a", 0, 9, 3);
    application(2, "root.b", 0, 9, 1);
    SimulationSummary summary = run(Policy.FAIR, 5, OptionalInt.empty());
    // (3 + 1)² ÷ (2 × (9 + 1))
    assertThat(summary.fairness()).isEqualTo(0.8);
    // Nothing waits, but what runs has not ended.
    assertThat(summary.makespan()).isEqualTo(5);
    assertThat(summary.utilisation()).isEqualTo(1);
  }

  @Test
  void whoAsksForNothingEndsAtOnce() {
    queue("root.a", QueueSettings.builder().maxApplications(1));
    node("n1", 1);
    application(1, "root.a", 0, 9, 0);
    application(2, "root.a", 0, 1, 1);
    SimulationSummary summary = run(Policy.FAIR, 3, OptionalInt.empty());
    assertThat(heard.grants).containsExactly("0 0 2 n1");
    assertThat(summary.refused()).isZero();
    assertThat(summary.queues().get(0).applications()).isEqualTo(2);
  }

  @Test
  void whatAFullQueueRefusesIsToldAndCounted() {
    queue("root.a", QueueSettings.builder().maxApplications(1));
    node("n1", 1);
    application(1, "root.a", 0, 1, 1);
    application(2, "root.a", 0, 1, 1);
    application(3, "root.a", 2, 1, 1);
    SimulationSummary summary = run(Policy.FAIR, 4, OptionalInt.empty());
    assertThat(heard.refused).hasSize(1);
    assertThat(heard.refused.get(0)).startsWith("0 2 queue root.a: must have at most 1");
    assertThat(summary.refused()).isEqualTo(1);
    // The first had ended by then.
    assertThat(heard.grants).containsExactly("0 0 1 n1", "1 2 3 n1");
  }

  @Test
  void aQueueThatStartsLateHasUsedNothingBefore() {
    queue("root.a", QueueSettings.builder());
    node("n1", 2);
    application(1, "root.a", 2, 1, 1);
    SimulationSummary summary = run(Policy.FAIR, 4, OptionalInt.empty());
    assertThat(summary.queues().get(0).usageMb()).containsExactly(0L, 0L, 1024L, 0L);
  }

  @Test
  void withoutNodesNothingIsUsed() {
    queue("root.a", QueueSettings.builder());
    application(1, "root.a", 0, 1, 3);
    SimulationSummary summary = run(Policy.CAPACITY, 3, OptionalInt.empty());
    assertThat(summary.utilisation()).isZero();
    assertThat(summary.unserved()).isEqualTo(3);
    assertThat(summary.queues().get(0).meanWait()).isZero();
    assertThat(summary.queues().get(0).p95Wait()).isZero();
  }

  @Test
  void withoutApplicationsNothingHappens() {
    queue("root.a", QueueSettings.builder());
    node("n1", 2);
    SimulationSummary summary = run(Policy.FAIR, 3, OptionalInt.empty());
    assertThat(summary.makespan()).isZero();
    assertThat(summary.utilisation()).isZero();
    assertThat(summary.fairness()).isEqualTo(1);
    assertThat(summary.queues()).isEmpty();
  }

  @Test
  void aRemainderIsHeldBackOnlyWhereYarnMeansTheSame() {
    queue("root", QueueSettings.builder().smallQueueMb(0));
    queue("root.a", QueueSettings.builder().capacity(50).maxCapacity(50));
    queue("root.b", QueueSettings.builder().capacity(50));
    node("n1", 5);
    application(1, "root.a", 0, 9, 9);
    application(2, "root.b", 0, 9, 9);
    run(Policy.CAPACITY, 1, OptionalInt.empty());
    assertThat(heard.grants).hasSize(4);

    for (Workload.Application other :
        List.of(
            new Workload.Application(3, "u", "root.b", 1, 1, UNIT, List.of()),
            asking(Ask.anywhere(1, UNIT.times(2), 1)),
            asking(new Ask(1, UNIT, 1, Map.of("n1", 1), Map.of())),
            asking(new Ask(1, UNIT, 1, Map.of(), Map.of("r1", 1))))) {
      heard.grants.clear();
      applications.add(other);
      run(Policy.CAPACITY, 1, OptionalInt.empty());
      applications.remove(other);
      assertThat(heard.grants).as(other.toString()).hasSize(5);
    }
  }

  @Test
  void whereSmallQueuesGoFirstNothingIsHeldBack() {
    queue("root", QueueSettings.builder().smallQueueMb(0));
    queue("root.a", QueueSettings.builder().capacity(50).maxCapacity(50).smallQueueMb(1));
    queue("root.b", QueueSettings.builder().capacity(50));
    node("n1", 5);
    application(1, "root.a", 0, 9, 9);
    application(2, "root.b", 0, 9, 9);
    run(Policy.CAPACITY, 1, OptionalInt.empty());
    assertThat(heard.grants).hasSize(5);
  }

  private static Workload.Application asking(Ask ask) {
    return new Workload.Application(3, "u", "root.b", 1, 1, null, List.of(ask));
  }

  private void queue(String path, QueueSettings.Builder settings) {
    queues.put(path, settings.build());
  }

  private void node(String name, int units) {
    nodes.add(new Workload.Node(name, "r1", UNIT.times(units)));
  }

  private void application(long id, String queue, int at, int ticks, int count) {
    applications.add(
        new Workload.Application(
            id, "u", queue, at, ticks, null, List.of(Ask.anywhere(1, UNIT, count))));
  }

  private SimulationSummary run(Policy policy, int ticks, OptionalInt grantsPerOffer) {
    SchedulerSettings settings = SchedulerSettings.of(policy, UNIT, queues);
    return new Simulation(new Workload(settings, ticks, grantsPerOffer, nodes, applications), heard)
        .run();
  }

  private static final class Heard implements SimulationListener {
    private final List<String> grants = new ArrayList<>();
    private final List<String> shares = new ArrayList<>();
    private final List<String> refused = new ArrayList<>();

    @Override
    public void granted(SimulatedGrant grant) {
      grants.add(
          "%d %d %d %s".formatted(grant.seq(), grant.tick(), grant.application(), grant.node()));
    }

    @Override
    public void shares(int tick, Map<String, Long> fairSharesMb) {
      shares.add(tick + " " + fairSharesMb);
    }

    @Override
    public void refused(int tick, long application, String reason) {
      refused.add("%d %d %s".formatted(tick, application, reason));
    }
  }
}
