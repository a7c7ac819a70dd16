package org.millrace.scheduling.manager;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.millrace.scheduling.policy.QueueOrder;
import org.millrace.scheduling.resource.Resources;

/** What holds whatever happens; every run is made from its seed. */
class SchedulingProperties {
  private static final int STEPS = 120;

  @Property
  void noNodeAndNoQueueIsEverAboveItsLimit(@ForAll long seed) {
    RandomRun run = new RandomRun(seed);
    for (int i = 0; i < STEPS; i++) {
      run.step();
      nodesHold(run);
      for (QueueNode queue : run.manager.tree().all()) {
        assertThat(queue.usage().fitsIn(queue.limits().max())).as(queue.path()).isTrue();
        Integer most = queue.rules.own().maxApplications();
        assertThat(queue.applications())
            .as(queue.path())
            .isLessThanOrEqualTo(most == null ? Integer.MAX_VALUE : most);
      }
      run.manager.tree().leaves().forEach(SchedulingProperties::mastersHold);
      assertThat(run.manager.tree().root().usage()).isEqualTo(usage(run));
    }
  }

  /** P4, worked out with decimals; one application is active whatever the share says. */
  private static void mastersHold(LeafQueue queue) {
    if (queue.rules.maxAmShare() == null || queue.active() <= 1) {
      return;
    }
    BigDecimal mostMb =
        queue.rules.maxAmShare().multiply(BigDecimal.valueOf(queue.limits().headroom().memoryMb()));
    assertThat(BigDecimal.valueOf(256L * queue.active())).isLessThanOrEqualTo(mostMb);
    assertThat(BigDecimal.valueOf(queue.amUsed().memoryMb())).isLessThanOrEqualTo(mostMb);
  }

  private static void nodesHold(RandomRun run) {
    Map<String, Resources> used = new HashMap<>();
    run.running.values().forEach(grant -> used.merge(grant.node(), grant.size(), Resources::plus));
    used.forEach(
        (node, amount) -> assertThat(amount.fitsIn(run.nodes.get(node))).as(node).isTrue());
  }

  private static Resources usage(RandomRun run) {
    return run.running.values().stream()
        .map(ContainerGrant::size)
        .reduce(Resources.NONE, Resources::plus);
  }

  @Property
  void theIncrementalOrderIsThatOfAFullSort(@ForAll long seed) {
    RandomRun run = new RandomRun(seed);
    for (int i = 0; i < STEPS; i++) {
      run.step();
      if (i % 4 == 0) {
        run.upheave();
      }
      run.manager.refresh();
      QueueTree tree = run.manager.tree();
      for (QueueNode queue : tree.all()) {
        if (queue instanceof ParentQueue parent) {
          tree.context().sizes().asked().forEach(size -> firstIsBest(parent, size));
        }
      }
      tree.context().sizes().asked().forEach(size -> roomIsFound(run.manager.nodes(), size.size));
    }
  }

  private static void firstIsBest(ParentQueue parent, SizeClass size) {
    QueueOrder order = QueueOrder.of(parent.rules.policy());
    QueueNode best =
        parent.children().stream()
            .filter(child -> child.isOpen(size))
            .min((left, right) -> order.compare(left, size.index, right, size.index))
            .orElse(null);
    assertThat(parent.contest(size.index).first()).isSameAs(best);
  }

  private static void roomIsFound(Nodes nodes, Resources size) {
    NodeState best =
        nodes.all().stream()
            .filter(node -> size.fitsIn(node.room()))
            .min(
                Comparator.comparing((NodeState node) -> node, NodeState::compareOccupancy)
                    .thenComparing(node -> node.name))
            .orElse(null);
    assertThat(nodes.withRoom(size)).isSameAs(best);
  }

  @Property
  void theSameSeedGivesTheSameGrants(@ForAll long seed) {
    assertThat(grants(seed)).isEqualTo(grants(seed));
  }

  private static List<String> grants(long seed) {
    RandomRun run = new RandomRun(seed);
    for (int i = 0; i < STEPS; i++) {
      run.step();
      if (i % 4 == 0) {
        run.upheave();
      }
    }
    return run.grants;
  }

  @Property
  void nobodyWaitsForEverAndNothingIsLeftAtTheEnd(@ForAll long seed) {
    RandomRun run = new RandomRun(seed);
    for (int i = 0; i < STEPS; i++) {
      run.step();
    }
    // As many idle cycles as a chance can be passed up, and the nodes are fewer.
    int idle = 0;
    while (run.waiting() > 0 && idle < 10) {
      run.allocate(Integer.MAX_VALUE);
      idle = run.running.isEmpty() ? idle + 1 : 0;
      run.endOne();
      run.finishDone();
    }
    // What still waits is what can never run: it says so.
    for (long application : run.applications()) {
      Explanation why = run.manager.explain(application);
      if (why.waitingFor() > 0 && why.active()) {
        assertThat(why.dominant().kind())
            .as("%s", why)
            .isIn(Reason.Kind.NO_NODE_LARGE_ENOUGH, Reason.Kind.QUEUE_AT_MAX);
      }
    }
    // Nobody waits for applications that are over.
    for (LeafQueue queue : run.manager.tree().leaves()) {
      assertThat(queue.active() > 0 || queue.waiting().isEmpty()).as(queue.path()).isTrue();
    }
    nothingIsLeft(run);
  }

  @Property
  void countsAreThoseOfAFullCountWhateverHappens(@ForAll long seed) {
    RandomRun run = new RandomRun(seed);
    if (seed % 2 == 0) {
      run.manager.takeTurns();
    }
    for (int i = 0; i < STEPS; i++) {
      run.step();
      if (i % 3 == 0) {
        run.upheave();
        run.manager.refresh();
        new FullCount(run).holds();
      }
    }
    nothingIsLeft(run);
  }

  private static void nothingIsLeft(RandomRun run) {
    List.copyOf(run.running.keySet()).forEach(run::end);
    run.applications().forEach(run::finish);
    for (QueueNode queue : run.manager.tree().all()) {
      assertThat(queue.usage()).isEqualTo(Resources.NONE);
      assertThat(queue.demand()).isEqualTo(Resources.NONE);
      assertThat(queue.promised()).isEqualTo(Resources.NONE);
      assertThat(queue.releasing()).isEqualTo(Resources.NONE);
      assertThat(queue.applications()).isZero();
    }
    for (NodeState node : run.manager.nodes().all()) {
      assertThat(node.used()).isEqualTo(Resources.NONE);
      assertThat(node.held()).isEqualTo(Resources.NONE);
    }
    assertThat(run.manager.tree().context().sizes().asked()).isEmpty();
  }
}
