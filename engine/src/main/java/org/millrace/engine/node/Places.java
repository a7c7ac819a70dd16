package org.millrace.engine.node;

import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.millrace.scheduling.manager.Ask;
import org.millrace.scheduling.resource.Resources;

/**
 * Where sources' data is. Workers are the scheduler's nodes, hosts its racks; what is named and not
 * there is left out, and where nothing of it is there, anywhere will do.
 *
 * @param bySource names of workers or of hosts
 */
record Places(Map<String, List<String>> bySource) {
  static final Places NONE = new Places(Map.of());

  /** More than any cluster runs for one stage of one job; keeps sums small. */
  private static final long MOST = 100_000;

  Places {
    bySource = Map.copyOf(bySource);
  }

  /** What a job of the source asks for: every container near, as long as there is a chance. */
  Ask ask(String source, int priority, Resources size, long count, Collection<NodeInfo> workers) {
    Set<String> names = new HashSet<>(bySource.getOrDefault(source, List.of()));
    int most = (int) Math.min(MOST, count);
    Map<String, Integer> nodes = new HashMap<>();
    Map<String, Integer> racks = new HashMap<>();
    if (!names.isEmpty() && most > 0) {
      for (NodeInfo worker : workers) {
        if (names.contains(worker.name()) || names.contains(worker.host())) {
          nodes.put(worker.name(), most);
          racks.put(worker.host(), most);
        }
      }
    }
    return new Ask(priority, size, count, nodes, racks);
  }
}
