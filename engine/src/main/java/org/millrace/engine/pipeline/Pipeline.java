package org.millrace.engine.pipeline;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * A named graph of stages.
 *
 * @param entry where a job's first task goes
 * @param stages every stage reachable from the entry, each after those that send to it
 * @param edges to which stages each stage sends
 * @param barriers for each stage that waits for others: all stages that must have ended before it
 */
public record Pipeline(
    String name,
    String entry,
    List<String> stages,
    Map<String, Set<String>> edges,
    Map<String, Set<String>> barriers) {

  /**
   * What of it is left to a job that begins at this stage: the stage and all that it reaches.
   *
   * @param stage one of {@link #stages}
   */
  public Pipeline from(String stage) {
    Set<String> left = reachedFrom(stage);
    Map<String, Set<String>> itsEdges = new LinkedHashMap<>();
    Map<String, Set<String>> itsBarriers = new LinkedHashMap<>();
    List<String> itsStages = stages.stream().filter(left::contains).toList();
    itsStages.forEach(each -> itsEdges.put(each, edges.get(each)));
    itsStages.stream()
        .filter(barriers::containsKey)
        .forEach(each -> itsBarriers.put(each, both(barriers.get(each), left)));
    return new Pipeline(name, stage, itsStages, itsEdges, itsBarriers);
  }

  private Set<String> reachedFrom(String stage) {
    Set<String> reached = new TreeSet<>();
    List<String> open = new ArrayList<>(List.of(stage));
    while (!open.isEmpty()) {
      String next = open.remove(open.size() - 1);
      if (reached.add(next)) {
        open.addAll(edges.getOrDefault(next, Set.of()));
      }
    }
    return reached;
  }

  private static Set<String> both(Set<String> some, Set<String> others) {
    Set<String> both = new TreeSet<>(some);
    both.retainAll(others);
    return both;
  }
}
