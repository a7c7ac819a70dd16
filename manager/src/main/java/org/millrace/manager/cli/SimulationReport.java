package org.millrace.manager.cli;

import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.millrace.scheduling.simulate.SimulationSummary;
import org.millrace.scheduling.simulate.Workload;

/** Prints what came of a simulation. */
final class SimulationReport {
  private static final String LEVELS = " ▁▂▃▄▅▆▇█";
  private static final int COLUMNS = 40;

  private final Workload workload;
  private final SimulationSummary summary;
  private final long clusterMb;

  SimulationReport(Workload workload, SimulationSummary summary) {
    this.workload = workload;
    this.summary = summary;
    this.clusterMb = workload.nodes().stream().mapToLong(node -> node.capacity().memoryMb()).sum();
  }

  void print(PrintWriter out) {
    out.println(
        policy()
            + " on "
            + Human.count(workload.nodes().size(), "node")
            + ", "
            + clusterMb
            + " MB, for "
            + Human.count(summary.ticks(), "tick"));
    out.println();
    Table table =
        new Table(
            Set.of("APPLICATIONS", "TASKS", "UNSERVED", "MEAN WAIT", "P95 WAIT"),
            "QUEUE",
            "APPLICATIONS",
            "TASKS",
            "UNSERVED",
            "MEAN WAIT",
            "P95 WAIT",
            "USAGE");
    for (SimulationSummary.Queue queue : summary.queues()) {
      table.row(
          queue.path(),
          queue.applications(),
          queue.tasks(),
          queue.unserved(),
          rounded(queue.meanWait(), 1),
          queue.p95Wait(),
          usage(queue.usageMb()));
    }
    table.print(out, UnaryOperator.identity());
    out.println();
    out.println("Makespan     " + Human.count(summary.makespan(), "tick") + unfinished());
    out.println("Utilisation  " + rounded(100 * summary.utilisation(), 1) + " % of the memory");
    out.println(
        "Fairness     "
            + rounded(summary.fairness(), 3)
            + " (Jain, of usage by weight; 1 is even)");
    out.println("Waits are in ticks; usage is of the whole cluster, over time.");
    if (summary.refused() > 0) {
      out.println(Human.count(summary.refused(), "application") + " refused: the queue was full.");
    }
  }

  Map<String, Object> asMap() {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("policy", policy());
    map.put("ticks", summary.ticks());
    map.put("makespan", summary.makespan());
    map.put("utilisation", summary.utilisation());
    map.put("fairness", summary.fairness());
    map.put("tasks", summary.tasks());
    map.put("unserved", summary.unserved());
    map.put("refused", summary.refused());
    map.put("queues", summary.queues().stream().map(SimulationReport::asMap).toList());
    return map;
  }

  private static Map<String, Object> asMap(SimulationSummary.Queue queue) {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("path", queue.path());
    map.put("applications", queue.applications());
    map.put("tasks", queue.tasks());
    map.put("unserved", queue.unserved());
    map.put("meanWait", queue.meanWait());
    map.put("p95Wait", queue.p95Wait());
    map.put("usageMb", queue.usageMb());
    return map;
  }

  private String policy() {
    return workload.settings().policy().name().toLowerCase(Locale.ROOT);
  }

  private String unfinished() {
    return summary.unserved() > 0 ? "; " + summary.unserved() + " tasks were not served" : "";
  }

  /** A column for each stretch of ticks, as high as the largest usage in it. */
  private String usage(List<Long> usageMb) {
    int columns = Math.min(COLUMNS, usageMb.size());
    StringBuilder line = new StringBuilder();
    for (int column = 0; column < columns; column++) {
      int from = (int) ((long) column * usageMb.size() / columns);
      int to = (int) ((long) (column + 1) * usageMb.size() / columns);
      long most = usageMb.subList(from, to).stream().mapToLong(Long::longValue).max().orElse(0);
      int top = LEVELS.length() - 1;
      long level = clusterMb == 0 ? 0 : (most * top + clusterMb - 1) / clusterMb;
      line.append(LEVELS.charAt((int) Math.min(top, level)));
    }
    return line.toString();
  }

  // String.format loads the locale machinery, which a short-lived command feels.
  private static String rounded(double value, int decimals) {
    long power = decimals == 1 ? 10 : 1000;
    long scaled = Math.round(value * power);
    String fraction = String.valueOf(power + scaled % power).substring(1);
    return scaled / power + "." + fraction;
  }
}
