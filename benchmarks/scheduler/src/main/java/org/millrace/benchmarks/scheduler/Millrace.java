package org.millrace.benchmarks.scheduler;

import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.millrace.scheduling.manager.Ask;
import org.millrace.scheduling.manager.ContainerGrant;
import org.millrace.scheduling.manager.ResourceManager;
import org.millrace.scheduling.manager.Submission;
import org.millrace.scheduling.resource.Comparison;
import org.millrace.scheduling.resource.Resources;
import org.millrace.scheduling.tree.Policy;
import org.millrace.scheduling.tree.QueueSettings;
import org.millrace.scheduling.tree.SchedulerSettings;

/** Millrace's resource manager, called as the dispatcher calls it. */
final class Millrace implements Contender {
  private static final Resources SIZE = Resources.of(Load.CONTAINER_MB, 1);
  private static final Resources NODE = Resources.of(Load.NODE_MB, Load.CONTAINERS_PER_NODE);

  private final Load load;
  private final int together;
  private final ResourceManager manager;
  // The containers' ids by place: all that a dispatcher needs to end one.
  private long[] running;

  /**
   * @param together how many containers end before the manager decides; divides a turn of the churn
   */
  Millrace(Load load, Policy policy, Comparison comparison, int together) {
    this.load = load;
    this.together = together;
    Map<String, QueueSettings> queues = new LinkedHashMap<>();
    List<BigDecimal> capacities = load.capacities();
    for (int i = 0; i < load.queues(); i++) {
      queues.put(
          path(i),
          QueueSettings.builder()
              .weight(load.weight(i))
              .minShare(Resources.of(load.minShareMb(i), 0))
              .capacity(capacities.get(i))
              .build());
    }
    manager = new ResourceManager(new SchedulerSettings(policy, comparison, SIZE, 0, queues));
    for (int i = 0; i < load.nodes(); i++) {
      manager.addNode(load.node(i), load.rack(i), NODE);
    }
  }

  @Override
  public void fill() {
    for (int i = 0; i < Load.APPLICATIONS; i++) {
      add(i, Load.ASKED_BY_EACH);
    }
    running =
        manager.allocate(Integer.MAX_VALUE).stream().mapToLong(ContainerGrant::container).toArray();
    if (running.length != load.containers()) {
      throw new IllegalStateException(
          "%s: must run %d containers, was %d".formatted(load, load.containers(), running.length));
    }
  }

  @Override
  public void replace(int[] places) {
    // At once, or each would wait for memory by itself.
    long[] ending = new long[places.length];
    for (int i = 0; i < places.length; i++) {
      ending[i] = running[places[i]];
    }
    for (int first = 0; first < places.length; first += together) {
      for (int i = first; i < first + together; i++) {
        manager.end(ending[i]);
      }
      List<ContainerGrant> grants = manager.allocate(together);
      for (int i = 0; i < together; i++) {
        // Throws when too little was granted.
        running[places[first + i]] = grants.get(i).container();
      }
    }
  }

  @Override
  public void collect(int[] places) {
    // Every grant was an answer.
  }

  @Override
  public void addWaiting(int first, int count) {
    for (int i = first; i < first + count; i++) {
      add(i, 1);
    }
  }

  @Override
  public void close() {
    // Holds nothing but memory.
  }

  private void add(int application, int containers) {
    String queue = path(load.queueOf(application));
    manager.submit(new Submission(application, "u", queue, Resources.NONE));
    manager.ask(application, Ask.anywhere(1, SIZE, containers));
  }

  private String path(int queue) {
    return "root." + load.queue(queue);
  }
}
