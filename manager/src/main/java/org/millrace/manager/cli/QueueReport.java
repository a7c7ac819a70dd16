package org.millrace.manager.cli;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;

/** Prints the tree of queues for people. */
final class QueueReport {
  private static final List<String> HOLDS = List.of("paused", "drained");
  private static final int NARROWEST_BAR = 10;
  private static final int WIDEST_BAR = 40;
  private static final String[] RESOURCES = {"memoryMb", "vcores", "networkBytesPerSecond"};
  private static final String[] NAMES = {"memory", "cores", "network"};

  private final Map<String, Object> root;
  private final QueueBar.Style style;

  QueueReport(Map<String, Object> root, QueueBar.Style style) {
    this.root = root;
    this.style = style;
  }

  /**
   * @param columns width of the terminal; the bars get what the numbers leave
   */
  void print(PrintWriter out, int columns) {
    int room = columns - table(0).width();
    table(Math.max(NARROWEST_BAR, Math.min(WIDEST_BAR, room))).print(out, UnaryOperator.identity());
    out.println();
    out.println("The cluster has " + capacity() + ".");
    holds(root, out);
  }

  private static void holds(Map<String, Object> queue, PrintWriter out) {
    for (String held : HOLDS) {
      if (Boolean.TRUE.equals(queue.get(held))) {
        out.println(
            "Queue "
                + Json.text(queue, "path")
                + " is "
                + held
                + " by "
                + Json.text(queue, held + "By")
                + " since "
                + Human.time(Json.text(queue, held + "Since"))
                + ".");
      }
    }
    Json.list(queue, "children").forEach(child -> holds(child, out));
  }

  private String capacity() {
    List<String> amounts = new ArrayList<>();
    for (int i = 0; i < RESOURCES.length; i++) {
      String noun = NAMES[i].equals("cores") ? "" : " of";
      amounts.add(human(root, "max", i) + noun + " " + NAMES[i]);
    }
    return String.join(", ", amounts);
  }

  private Table table(int barWidth) {
    Table table =
        new Table(
            Set.of("USES", "WANTS", "FAIR", "DUE", "MAX", "RUN", "WAIT"),
            "QUEUE",
            " ".repeat(barWidth),
            "OF",
            "USES",
            "WANTS",
            "FAIR",
            "DUE",
            "MAX",
            "RUN",
            "WAIT",
            "");
    rows(root, 0, barWidth, table);
    return table;
  }

  private void rows(Map<String, Object> queue, int depth, int barWidth, Table table) {
    int of = dominant(queue);
    String path = Json.text(queue, "path");
    QueueBar bar =
        new QueueBar(
            amount(queue, "usage", of),
            amount(queue, "fairShare", of),
            amount(queue, "max", of),
            amount(root, "max", of));
    table.row(
        "  ".repeat(depth) + path.substring(path.lastIndexOf('.') + 1),
        bar.draw(barWidth, style),
        NAMES[of],
        human(queue, "usage", of),
        human(queue, "demand", of),
        human(queue, "fairShare", of),
        human(queue, "guaranteed", of),
        human(queue, "max", of),
        Json.number(queue, "running"),
        Json.number(queue, "waiting"),
        notes(queue));
    Json.list(queue, "children").forEach(child -> rows(child, depth + 1, barWidth, table));
  }

  /** The resource of which the queue uses most of the cluster, or else wants most. */
  private int dominant(Map<String, Object> queue) {
    int byUsage = largest(queue, "usage");
    return amount(queue, "usage", byUsage) > 0 ? byUsage : largest(queue, "demand");
  }

  private int largest(Map<String, Object> queue, String what) {
    int largest = 0;
    double most = 0;
    for (int i = 0; i < RESOURCES.length; i++) {
      double whole = amount(root, "max", i);
      double part = whole > 0 ? amount(queue, what, i) / whole : 0;
      if (part > most) {
        most = part;
        largest = i;
      }
    }
    return largest;
  }

  private static double amount(Map<String, Object> queue, String what, int of) {
    return Json.fraction(Json.map(queue, what), RESOURCES[of]);
  }

  private static String human(Map<String, Object> queue, String what, int of) {
    double amount = amount(queue, what, of);
    if (amount == 0) {
      return "-";
    }
    return switch (NAMES[of]) {
      case "memory" -> Human.size((long) amount << 20);
      case "network" -> Human.size((long) amount) + "/s";
      default -> Human.cores(amount);
    };
  }

  private static String notes(Map<String, Object> queue) {
    List<String> notes = new ArrayList<>();
    if (!Json.text(queue, "policy").isEmpty()) {
      notes.add(Json.text(queue, "policy"));
    }
    HOLDS.stream().filter(held -> Boolean.TRUE.equals(queue.get(held))).forEach(notes::add);
    if (Boolean.TRUE.equals(queue.get("onDemand"))) {
      notes.add("on demand");
    }
    return String.join(", ", notes);
  }
}
