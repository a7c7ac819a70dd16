package org.millrace.scheduling.simulate;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Counts what happens in one queue. */
final class QueueStatistics {
  private static final int PERCENTILE = 95;

  private final String path;
  private final double weight;
  private final List<Long> usageByTick = new ArrayList<>();
  // Containers by ticks waited: few different values, however many containers.
  private final TreeMap<Long, Long> waits = new TreeMap<>();
  private int applications;
  private long asked;
  private long tasks;
  private long usageMb;
  private long usageSumMb;

  /**
   * @param ticks that passed before the queue had its first application
   */
  QueueStatistics(String path, double weight, int ticks) {
    this.path = path;
    this.weight = weight;
    this.usageByTick.addAll(Collections.nCopies(ticks, 0L));
  }

  void arrived(long tasksAskedFor) {
    applications++;
    asked += tasksAskedFor;
  }

  void granted(long memoryMb, long wait, boolean master) {
    usageMb += memoryMb;
    if (!master) {
      tasks++;
      waits.merge(wait, 1L, Long::sum);
    }
  }

  void ended(long memoryMb) {
    usageMb -= memoryMb;
  }

  void tickEnded() {
    usageByTick.add(usageMb);
    usageSumMb += usageMb;
  }

  boolean hasApplications() {
    return applications > 0;
  }

  double weightedUsage() {
    return usageSumMb / weight;
  }

  long usageSumMb() {
    return usageSumMb;
  }

  long tasks() {
    return tasks;
  }

  long unserved() {
    return asked - tasks;
  }

  SimulationSummary.Queue summary() {
    return new SimulationSummary.Queue(
        path, applications, tasks, unserved(), meanWait(), p95Wait(), List.copyOf(usageByTick));
  }

  private double meanWait() {
    long sum = waits.entrySet().stream().mapToLong(wait -> wait.getKey() * wait.getValue()).sum();
    return tasks == 0 ? 0 : (double) sum / tasks;
  }

  private long p95Wait() {
    long rank = (tasks * PERCENTILE + 99) / 100;
    long seen = 0;
    for (Map.Entry<Long, Long> wait : waits.entrySet()) {
      seen += wait.getValue();
      if (seen >= rank) {
        return wait.getKey();
      }
    }
    return 0;
  }
}
