package org.millrace.scheduling.simulate;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.millrace.scheduling.manager.ContainerGrant;
import org.millrace.scheduling.tree.QueueSettings;

/** Counts what happens in all queues. */
final class Statistics {
  private final Workload workload;
  private final Map<String, QueueStatistics> byQueue = new TreeMap<>();
  private int refused;
  private int containers;
  private int lastEnd;
  private int ticks;

  Statistics(Workload workload) {
    this.workload = workload;
  }

  void refused(Workload.Application application) {
    refused++;
  }

  void arrived(Workload.Application application) {
    queue(application.queue()).arrived(application.tasks());
  }

  void granted(ContainerGrant grant, long wait, boolean master) {
    containers++;
    queue(grant.queue()).granted(grant.size().memoryMb(), wait, master);
  }

  void ended(ContainerGrant grant, int tick) {
    containers--;
    lastEnd = tick;
    queue(grant.queue()).ended(grant.size().memoryMb());
  }

  void tickEnded() {
    ticks++;
    byQueue.values().forEach(QueueStatistics::tickEnded);
  }

  SimulationSummary summary() {
    long tasks = byQueue.values().stream().mapToLong(QueueStatistics::tasks).sum();
    long unserved = byQueue.values().stream().mapToLong(QueueStatistics::unserved).sum();
    int makespan = containers > 0 || unserved > 0 ? workload.ticks() : lastEnd;
    List<SimulationSummary.Queue> queues =
        byQueue.values().stream().map(QueueStatistics::summary).toList();
    return new SimulationSummary(
        workload.ticks(),
        makespan,
        utilisation(makespan),
        fairness(),
        tasks,
        unserved,
        refused,
        queues);
  }

  private double utilisation(int makespan) {
    long capacityMb = workload.nodes().stream().mapToLong(node -> node.capacity().memoryMb()).sum();
    long usedMb = byQueue.values().stream().mapToLong(QueueStatistics::usageSumMb).sum();
    return makespan == 0 || capacityMb == 0 ? 0 : (double) usedMb / capacityMb / makespan;
  }

  /** Jain, Chiu, Hawe: (Σ x)² ÷ (n × Σ x²), x being a queue's usage ÷ weight. */
  private double fairness() {
    double[] usages =
        byQueue.values().stream()
            .filter(QueueStatistics::hasApplications)
            .mapToDouble(QueueStatistics::weightedUsage)
            .toArray();
    double sum = 0;
    double squares = 0;
    for (double usage : usages) {
      sum += usage;
      squares += usage * usage;
    }
    return squares == 0 ? 1 : sum * sum / (usages.length * squares);
  }

  private QueueStatistics queue(String path) {
    return byQueue.computeIfAbsent(path, this::begin);
  }

  private QueueStatistics begin(String path) {
    QueueSettings settings = workload.queues().get(path);
    double weight = settings == null ? 1 : settings.weight().doubleValue();
    return new QueueStatistics(path, weight, ticks);
  }
}
