package org.millrace.scheduling.manager;

import java.util.Map;
import java.util.TreeMap;

/**
 * Where an ask's containers should run, and how many chances it has passed up for that (P3d, P5).
 * What is asked for beyond the named nodes and racks may run anywhere at once.
 */
final class Preferences {
  private final TreeMap<String, Integer> nodes;
  private final TreeMap<String, Integer> racks;
  private final int machines;
  private int passed;

  Preferences(Map<String, Integer> nodes, Map<String, Integer> racks) {
    this.nodes = new TreeMap<>(nodes);
    this.racks = new TreeMap<>(racks);
    this.machines = nodes.isEmpty() ? racks.size() : nodes.size();
  }

  /** Chances passed up before an ask was said anew stay so: its wait goes on. */
  Preferences after(Preferences before) {
    passed = before == null ? 0 : before.passed;
    return this;
  }

  /** Where this node would be, or null when the delay does not allow it yet. */
  Locality on(NodeState node, long count, int nodeLocalityDelay, int clusterNodes) {
    if (nodes.getOrDefault(node.name, 0) > 0) {
      return Locality.NODE;
    }
    if (count > Math.max(sum(nodes), sum(racks))) {
      return Locality.ANY;
    }
    if (racks.getOrDefault(node.rack, 0) > 0) {
      return passed >= nodeLocalityDelay ? Locality.RACK : null;
    }
    return passed >= anywhereAfter(clusterNodes) ? Locality.ANY : null;
  }

  /**
   * Chances to pass up before any node will do: the machines asked for (P5), none if there are
   * fewer.
   */
  int anywhereAfter(int clusterNodes) {
    return Math.min(machines, clusterNodes);
  }

  void granted(NodeState node, Locality locality) {
    if (locality == Locality.NODE) {
      take(nodes, node.name);
    }
    if (locality != Locality.ANY) {
      take(racks, node.rack);
      passed = 0;
    }
  }

  void pass() {
    passed++;
  }

  int passed() {
    return passed;
  }

  Iterable<String> nodes() {
    return nodes.keySet();
  }

  Iterable<String> racks() {
    return racks.keySet();
  }

  private static void take(TreeMap<String, Integer> from, String name) {
    from.computeIfPresent(name, (key, count) -> count > 1 ? count - 1 : null);
  }

  private static int sum(TreeMap<String, Integer> counts) {
    int sum = 0;
    for (int count : counts.values()) {
      sum = Math.addExact(sum, count);
    }
    return sum;
  }
}
