package org.millrace.manager.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.millrace.scheduling.simulate.SimulationSummary;
import org.millrace.scheduling.simulate.Workload;

/**
 * A simulation as a drawing (SVG): what each queue uses over time, one upon the other, up to the
 * whole cluster. Readable on light and dark ground.
 */
final class SimulationPicture {
  private static final int WIDTH = 760;
  private static final int HEIGHT = 300;
  private static final int LEFT = 56;
  private static final int TOP = 34;
  private static final int RIGHT = 16;
  private static final int BOTTOM = 58;

  /** Distinct also to those who do not see red and green apart (Okabe and Ito). */
  private static final List<String> COLOURS =
      List.of("#0072b2", "#e69f00", "#009e73", "#cc79a7", "#56b4e9", "#d55e00", "#f0e442");

  private final Workload workload;
  private final SimulationSummary summary;
  private final long clusterMb;
  private final int ticks;

  SimulationPicture(Workload workload, SimulationSummary summary) {
    this.workload = workload;
    this.summary = summary;
    this.clusterMb =
        Math.max(1, workload.nodes().stream().mapToLong(node -> node.capacity().memoryMb()).sum());
    this.ticks =
        Math.max(
            1, summary.queues().stream().mapToInt(each -> each.usageMb().size()).max().orElse(1));
  }

  String draw() {
    StringBuilder svg = new StringBuilder();
    svg.append(
        """
        <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %d %d" role="img" font-family="sans-serif" font-size="12">
        <style>
          text { fill: #444 } .frame { stroke: #888; fill: none }
          @media (prefers-color-scheme: dark) { text { fill: #ccc } }
        </style>
        """
            .formatted(WIDTH, HEIGHT));
    text(svg, LEFT, 20, "start", title());
    long[] below = new long[ticks];
    for (int i = 0; i < summary.queues().size(); i++) {
      layer(svg, summary.queues().get(i), below, COLOURS.get(i % COLOURS.size()));
    }
    svg.append(
        "<rect class=\"frame\" x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\"/>\n"
            .formatted(LEFT, TOP, WIDTH - LEFT - RIGHT, HEIGHT - TOP - BOTTOM));
    scale(svg);
    legend(svg);
    return svg.append("</svg>\n").toString();
  }

  private String title() {
    return workload.settings().policy().name().toLowerCase(Locale.ROOT)
        + ": memory that each queue uses, of "
        + clusterMb
        + " MB";
  }

  /** Steps along the top, and back along what lies below. */
  private void layer(
      StringBuilder svg, SimulationSummary.Queue queue, long[] below, String colour) {
    List<String> top = new ArrayList<>();
    List<String> bottom = new ArrayList<>();
    for (int tick = 0; tick < ticks; tick++) {
      long floor = below[tick];
      below[tick] += tick < queue.usageMb().size() ? queue.usageMb().get(tick) : 0;
      for (int edge = tick; edge <= tick + 1; edge++) {
        top.add(point(edge, below[tick]));
        bottom.add(0, point(edge, floor));
      }
    }
    svg.append("<polygon fill=\"")
        .append(colour)
        .append("\" points=\"")
        .append(String.join(" ", top))
        .append(' ')
        .append(String.join(" ", bottom))
        .append("\"/>\n");
  }

  private String point(int tick, long megabytes) {
    return x(tick) + "," + y(megabytes);
  }

  private long x(int tick) {
    return LEFT + (long) (WIDTH - LEFT - RIGHT) * tick / ticks;
  }

  private long y(long megabytes) {
    int height = HEIGHT - TOP - BOTTOM;
    return TOP + height - Math.min(height, height * megabytes / clusterMb);
  }

  private void scale(StringBuilder svg) {
    for (int quarter = 0; quarter <= 4; quarter++) {
      long y = y(clusterMb * quarter / 4);
      text(svg, LEFT - 6, y + 4, "end", quarter * 25 + " %");
    }
    int step = Math.max(1, (ticks + 9) / 10);
    for (int tick = 0; tick <= ticks; tick += step) {
      text(svg, x(tick), HEIGHT - BOTTOM + 16, "middle", Integer.toString(tick));
    }
    text(svg, WIDTH - RIGHT, HEIGHT - BOTTOM + 32, "end", "ticks");
  }

  private void legend(StringBuilder svg) {
    int x = LEFT;
    for (int i = 0; i < summary.queues().size(); i++) {
      String path = summary.queues().get(i).path();
      svg.append(
          "<rect x=\"%d\" y=\"%d\" width=\"10\" height=\"10\" fill=\"%s\"/>\n"
              .formatted(x, HEIGHT - 18, COLOURS.get(i % COLOURS.size())));
      text(svg, x + 14, HEIGHT - 9, "start", path);
      x += 34 + 7 * path.length();
    }
  }

  private static void text(StringBuilder svg, long x, long y, String anchor, String text) {
    svg.append(
        "<text x=\"%d\" y=\"%d\" text-anchor=\"%s\">%s</text>\n"
            .formatted(x, y, anchor, escaped(text)));
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }
}
