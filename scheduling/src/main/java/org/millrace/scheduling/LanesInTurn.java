package org.millrace.scheduling;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;

/**
 * The plain limit: as many containers as the nodes have room for, one lane after the other. The
 * turn goes on where the last call ended, so a lane with endless work holds no other up.
 */
public final class LanesInTurn implements Allocator {
  private Lane last;

  @Override
  public List<Grant> allocate(List<NodeCapacity> nodes, List<LaneDemand> demands) {
    TreeMap<Lane, Integer> unmet = new TreeMap<>();
    demands.stream()
        .filter(demand -> demand.unmet() > 0)
        .forEach(demand -> unmet.put(demand.lane(), demand.unmet()));
    List<NodeCapacity> emptiestFirst = new ArrayList<>(nodes);
    emptiestFirst.sort(
        Comparator.comparingInt(NodeCapacity::free).reversed().thenComparing(NodeCapacity::node));

    List<Grant> grants = new ArrayList<>();
    for (NodeCapacity node : emptiestFirst) {
      for (int slot = 0; slot < node.free() && !unmet.isEmpty(); slot++) {
        last = next(unmet);
        grants.add(new Grant(last, node.node()));
        unmet.computeIfPresent(last, (lane, count) -> count > 1 ? count - 1 : null);
      }
    }
    return grants;
  }

  private Lane next(TreeMap<Lane, Integer> unmet) {
    Lane after = last == null ? null : unmet.higherKey(last);
    return after == null ? unmet.firstKey() : after;
  }
}
