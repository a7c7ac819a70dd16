package org.millrace.scheduling.manager;

import static org.assertj.core.api.Assertions.assertThat;
import static org.millrace.scheduling.manager.Cluster.UNIT;
import static org.millrace.scheduling.manager.Cluster.queue;
import static org.millrace.scheduling.manager.Cluster.queues;
import static org.millrace.scheduling.manager.Cluster.units;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.millrace.scheduling.resource.Resources;
import org.millrace.scheduling.tree.Policy;
import org.millrace.scheduling.tree.SchedulerSettings;

class PreemptionProperties {
  private static final int MOST_ROUNDS = 500;

  @Test
  void aLateQueueGetsItsShareFromTheNewestContainersOfTheOther() {
    Cluster cluster =
        new Cluster(Policy.FAIR, queues("root.a", queue(), "root.b", queue())).node("n", 4);
    cluster.app(1, "root.a", 9);
    cluster.allocate(9);
    cluster.app(2, "root.b", 9);

    List<Release> releases = cluster.manager.preempt(0);
    assertThat(releases).extracting(Release::container).containsExactly(4L, 3L);
    assertThat(releases).extracting(Release::beneficiary).containsOnly(2L);
    assertThat(cluster.manager.preempt(1)).isEmpty();

    // The room is held: what ends first does not go back to the first application.
    cluster.end(4);
    assertThat(cluster.allocate(9)).containsExactly(2L);
    cluster.end(3);
    assertThat(cluster.allocate(9)).containsExactly(2L);
    assertThat(cluster.manager.preempt(2)).isEmpty();
  }

  @Test
  void theMinShareComesBeforeTheFairShare() {
    Cluster cluster =
        new Cluster(
                Policy.FAIR,
                queues("root.a", queue().weight(9), "root.b", queue().minShare(units(3))))
            .node("n", 4);
    cluster.app(1, "root.a", 9);
    cluster.allocate(9);
    cluster.app(2, "root.b", 9);
    assertThat(cluster.manager.preempt(0)).hasSize(3);
  }

  @Test
  void aQueueWithPreemptionOffIsSpared() {
    Cluster cluster =
        new Cluster(Policy.FAIR, queues("root.a", queue().preemption(false), "root.b", queue()))
            .node("n", 4);
    cluster.app(1, "root.a", 9);
    cluster.allocate(9);
    cluster.app(2, "root.b", 9);
    assertThat(cluster.manager.preempt(0)).isEmpty();
  }

  @Test
  void firstInFirstOutTakesNothingFromAnybody() {
    Cluster cluster =
        new Cluster(Policy.FIFO, queues("root.a", queue(), "root.b", queue())).node("n", 4);
    cluster.app(5, "root.a", 9);
    cluster.allocate(9);
    cluster.app(2, "root.b", 9);
    assertThat(cluster.manager.preempt(0)).isEmpty();
  }

  @Test
  void aQueueIsWaitedForAsLongAsTheSettingsSay() {
    ResourceManager manager =
        new ResourceManager(
            new SchedulerSettings(
                Policy.FAIR,
                org.millrace.scheduling.resource.Comparison.MEMORY,
                UNIT,
                1000,
                queues("root.a", queue(), "root.b", queue())));
    manager.addNode("n", "r", units(2));
    for (long id = 1; id <= 2; id++) {
      manager.submit(new Submission(id, "u", id == 1 ? "root.a" : "root.b", Resources.NONE));
      manager.ask(id, Ask.anywhere(1, UNIT, 9));
      manager.allocate(9);
    }
    assertThat(manager.preempt(5000)).isEmpty();
    assertThat(manager.preempt(5999)).isEmpty();
    assertThat(manager.preempt(6000)).hasSize(1);
  }

  /** Demand is fixed: what is released is asked for again at once, and nothing else ends. */
  @Property
  void itStopsFromAnyStateAndTakesNoQueueBelowItsDue(@ForAll long seed) {
    RandomRun run = new RandomRun(seed);
    for (int i = 0; i < 30; i++) {
      run.step();
    }
    run.flood();
    int rounds = 0;
    while (true) {
      run.allocate(Integer.MAX_VALUE);
      Dues dues = Dues.of(run.manager.tree());
      Map<String, Boolean> wereAtDue = atDue(run, dues);
      List<Release> releases = run.manager.preempt(rounds);
      if (releases.isEmpty()) {
        break;
      }
      assertThat(rounds++).as("rounds").isLessThan(MOST_ROUNDS);
      List<ContainerGrant> released = new ArrayList<>();
      for (Release release : releases) {
        ContainerGrant grant = run.running.get(release.container());
        released.add(grant);
        run.end(grant.container());
      }
      run.askAgain(released);
      run.allocate(Integer.MAX_VALUE);
      atDue(run, dues)
          .forEach(
              (path, isAtDue) -> {
                if (wereAtDue.get(path)) {
                  assertThat(isAtDue).as("%s is still at its due", path).isTrue();
                }
              });
    }
  }

  private static Map<String, Boolean> atDue(RandomRun run, Dues dues) {
    Map<String, Boolean> atDue = new HashMap<>();
    for (QueueNode queue : run.manager.tree().all()) {
      // Nobody takes from the root; it falls short where what is released is larger than needed.
      if (queue.parent == null) {
        continue;
      }
      atDue.put(queue.path(), dues.reaches(queue, queue.usage()));
    }
    return atDue;
  }
}
