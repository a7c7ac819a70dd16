package org.millrace.manager.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.millrace.engine.pipeline.Pipeline;

class GraphTest {
  @Test
  void aStageStandsRightOfAllThatSendToIt() {
    Graph graph =
        draw(
            List.of("a", "b", "c", "d"),
            Map.of("a", Set.of("b", "c", "d"), "b", Set.of("c"), "c", Set.of("d")));

    assertThat(graph.boxes()).extracting(Graph.Box::x).isSorted().doesNotHaveDuplicates();
    assertThat(graph.edges()).hasSize(5);
  }

  @Test
  void siblingsStandBelowOneAnotherAndNothingOverlaps() {
    Graph graph =
        draw(List.of("a", "b", "c", "d"), Map.of("a", Set.of("b", "c"), "c", Set.of("d")));

    assertThat(box(graph, "b").x()).isEqualTo(box(graph, "c").x());
    assertThat(Math.abs(box(graph, "b").y() - box(graph, "c").y())).isGreaterThan(Graph.BOX_HEIGHT);
    assertThat(graph.boxes())
        .allMatch(each -> each.x() + Graph.BOX_WIDTH <= graph.width())
        .allMatch(each -> each.y() + Graph.BOX_HEIGHT <= graph.height());
  }

  @Test
  void aLoopBackIsDrawnAndMovesNothing() {
    Graph graph =
        draw(
            List.of("a", "b", "c"),
            Map.of("a", Set.of("b"), "b", Set.of("b", "c"), "c", Set.of("a")));

    assertThat(box(graph, "a").x()).isLessThan(box(graph, "b").x());
    assertThat(box(graph, "b").x()).isLessThan(box(graph, "c").x());
    assertThat(graph.edges()).hasSize(4);
  }

  private static Graph draw(List<String> stages, Map<String, Set<String>> edges) {
    return Graph.of(
        new Pipeline("p", stages.get(0), stages, edges, Map.of()), stage -> StageNow.IDLE);
  }

  private static Graph.Box box(Graph graph, String stage) {
    return graph.boxes().stream()
        .filter(each -> each.stage().equals(stage))
        .findFirst()
        .orElseThrow();
  }
}
