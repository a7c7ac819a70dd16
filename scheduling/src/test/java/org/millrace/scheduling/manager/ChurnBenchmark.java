package org.millrace.scheduling.manager;

import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.millrace.scheduling.resource.Comparison;
import org.millrace.scheduling.resource.Resources;
import org.millrace.scheduling.tree.Policy;
import org.millrace.scheduling.tree.QueueSettings;
import org.millrace.scheduling.tree.SchedulerSettings;

/**
 * Steady churn on a full cluster: a container ends, its application asks for another, one is
 * granted. Run {@code main}; arguments: milliseconds of CPU time to measure, policies.
 */
final class ChurnBenchmark {
  private static final int APPLICATIONS = 1000;
  private static final Resources SIZE = Resources.of(1024, 1);
  private static final Resources NODE = Resources.of(8192, 8);

  private ChurnBenchmark() {}

  public static void main(String[] args) {
    long millis = args.length > 0 ? Long.parseLong(args[0]) : 2000;
    List<String> wanted = args.length > 1 ? Arrays.asList(args[1].split(",")) : List.of();
    System.out.printf("%-22s %8s %8s %12s%n", "policy", "nodes", "queues", "grants/CPU s");
    for (Policy policy : Policy.values()) {
      for (Comparison comparison : Comparison.values()) {
        String name = (policy + "-" + comparison).toLowerCase(Locale.ROOT);
        if (!wanted.isEmpty() && !wanted.contains(name)) {
          continue;
        }
        // The first run warms up.
        run(policy, comparison, 1000, 100, millis);
        for (int nodes : new int[] {100, 1000, 5000}) {
          for (int queues : new int[] {10, 100, 1000}) {
            double rate = run(policy, comparison, nodes, queues, millis);
            System.out.printf("%-22s %8d %8d %,12.0f%n", name, nodes, queues, rate);
          }
        }
      }
    }
    memory();
  }

  private static double run(
      Policy policy, Comparison comparison, int nodes, int queues, long millis) {
    ResourceManager manager = manager(policy, comparison, queues);
    for (int i = 0; i < nodes; i++) {
      manager.addNode("n%05d".formatted(i), "r" + i % 20, NODE);
    }
    Random random = new Random(7);
    for (int i = 0; i < APPLICATIONS; i++) {
      String queue = "root.q%04d".formatted(i % queues);
      manager.submit(new Submission(i, "u", queue, Resources.NONE));
      manager.ask(i, Ask.anywhere(1, SIZE, 1_000_000));
    }
    List<ContainerGrant> first = manager.allocate(Integer.MAX_VALUE);
    ContainerGrant[] running = first.toArray(ContainerGrant[]::new);
    long started = cpuNanos();
    long grants = 0;
    while (cpuNanos() - started < millis * 1_000_000) {
      for (int i = 0; i < 1000; i++) {
        int at = random.nextInt(running.length);
        manager.end(running[at].container());
        running[at] = manager.allocate(1).get(0);
        grants++;
      }
    }
    return grants * 1e9 / (cpuNanos() - started);
  }

  // As YARN was measured: what others do on the machine does not count.
  private static long cpuNanos() {
    return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
  }

  private static ResourceManager manager(Policy policy, Comparison comparison, int queues) {
    Map<String, QueueSettings> settings = new LinkedHashMap<>();
    for (int i = 0; i < queues; i++) {
      settings.put(
          "root.q%04d".formatted(i),
          QueueSettings.builder()
              .weight(1 + i % 5)
              .minShare(Resources.of(1024L * (i % 3), 0))
              .capacity(Math.floor(1_000_000.0 / queues) / 10_000)
              .build());
    }
    return new ResourceManager(
        new SchedulerSettings(policy, comparison, Resources.of(1024, 1), 0, settings));
  }

  private static void memory() {
    int applications = 200_000;
    ResourceManager manager = manager(Policy.FAIR, Comparison.DOMINANT, 100);
    manager.addNode("n", "r", Resources.of(1024, 1));
    Map<Integer, Long> used = new TreeMap<>();
    for (int round = 0; round < 2; round++) {
      System.gc();
      Runtime runtime = Runtime.getRuntime();
      used.put(round, runtime.totalMemory() - runtime.freeMemory());
      for (int i = 0; round == 0 && i < applications; i++) {
        String queue = "root.q%04d".formatted(i % 100);
        manager.submit(new Submission(i, "user", queue, SIZE));
        manager.ask(i, Ask.anywhere(1, SIZE, 10));
      }
    }
    System.out.printf(
        "memory per waiting application: %d bytes%n", (used.get(1) - used.get(0)) / applications);
    System.out.println(manager.snapshot().demand());
  }
}
