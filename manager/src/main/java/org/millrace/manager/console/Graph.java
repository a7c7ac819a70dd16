package org.millrace.manager.console;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.millrace.engine.pipeline.Pipeline;

/**
 * A pipeline as a drawing: each stage in the column after the last that sends to it. Lengths are in
 * the drawing's own units.
 */
public record Graph(String name, int width, int height, List<Box> boxes, List<Edge> edges) {
  static final int BOX_WIDTH = 184;
  static final int BOX_HEIGHT = 134;
  private static final int GAP_X = 56;
  private static final int GAP_Y = 28;
  private static final int MARGIN = 8;

  /**
   * @param barrier whether it begins when all before it has ended
   */
  public record Box(String stage, int x, int y, boolean barrier, StageNow now) {}

  /**
   * @param path of SVG
   * @param tip of the arrow, as a path of SVG
   * @param x of its middle
   * @param rate tasks a second that its stage does
   */
  public record Edge(String path, String tip, int x, int y, boolean barrier, double rate) {
    public boolean flows() {
      return rate > 0;
    }
  }

  static Graph of(Pipeline pipeline, Function<String, StageNow> now) {
    Map<String, Integer> columns = columns(pipeline);
    Map<Integer, Integer> used = new HashMap<>();
    Map<String, Box> boxes = new HashMap<>();
    List<Box> inOrder = new ArrayList<>();
    for (String stage : pipeline.stages()) {
      int column = columns.get(stage);
      int row = used.merge(column, 1, Integer::sum) - 1;
      Box box =
          new Box(
              stage,
              MARGIN + column * (BOX_WIDTH + GAP_X),
              MARGIN + row * (BOX_HEIGHT + GAP_Y),
              pipeline.barriers().containsKey(stage),
              now.apply(stage));
      boxes.put(stage, box);
      inOrder.add(box);
    }
    int rows = used.values().stream().mapToInt(Integer::intValue).max().orElse(1);
    int count = used.size();
    return new Graph(
        pipeline.name(),
        2 * MARGIN + count * BOX_WIDTH + Math.max(0, count - 1) * GAP_X,
        2 * MARGIN + rows * BOX_HEIGHT + (rows - 1) * GAP_Y,
        inOrder,
        edges(pipeline, boxes));
  }

  /** A loop back to an earlier stage moves nothing. */
  private static Map<String, Integer> columns(Pipeline pipeline) {
    Map<String, Integer> columns = new HashMap<>();
    pipeline.stages().forEach(stage -> columns.put(stage, 0));
    List<String> order = pipeline.stages();
    for (int from = 0; from < order.size(); from++) {
      int next = columns.get(order.get(from)) + 1;
      for (String to : pipeline.edges().getOrDefault(order.get(from), Set.of())) {
        if (order.indexOf(to) > from) {
          columns.merge(to, next, Math::max);
        }
      }
    }
    return columns;
  }

  private static List<Edge> edges(Pipeline pipeline, Map<String, Box> boxes) {
    List<Edge> edges = new ArrayList<>();
    for (String from : pipeline.stages()) {
      for (String to : pipeline.edges().getOrDefault(from, Set.of()).stream().sorted().toList()) {
        Box start = boxes.get(from);
        Box end = boxes.get(to);
        edges.add(
            new Edge(
                path(start, end),
                tip(start, end),
                (start.x() + BOX_WIDTH + end.x()) / 2,
                (start.y() + end.y() + BOX_HEIGHT) / 2,
                end.barrier(),
                start.now().rate()));
      }
    }
    return edges;
  }

  private static String tip(Box from, Box to) {
    return to.x() > from.x()
        ? "M%d %dl-9 -5v10z".formatted(to.x(), to.y() + BOX_HEIGHT / 2)
        : "M%d %dl-5 9h10z".formatted(to.x() + BOX_WIDTH / 3, to.y() + BOX_HEIGHT);
  }

  private static String path(Box from, Box to) {
    int x1 = from.x() + BOX_WIDTH;
    int y1 = from.y() + BOX_HEIGHT / 2;
    int x2 = to.x() - 4;
    int y2 = to.y() + BOX_HEIGHT / 2;
    if (x2 > x1) {
      int bend = (x1 + x2) / 2;
      return "M%d %d C%d %d %d %d %d %d".formatted(x1, y1, bend, y1, bend, y2, x2, y2);
    }
    // Back to an earlier stage, or to itself: below the boxes.
    int low = Math.max(from.y(), to.y()) + BOX_HEIGHT + GAP_Y / 2;
    return "M%d %d V%d H%d V%d"
        .formatted(
            from.x() + BOX_WIDTH / 2,
            from.y() + BOX_HEIGHT,
            low,
            to.x() + BOX_WIDTH / 3,
            to.y() + BOX_HEIGHT + 4);
  }
}
