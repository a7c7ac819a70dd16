package org.millrace.scheduling.manager;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.millrace.scheduling.resource.Comparison;
import org.millrace.scheduling.resource.Resources;

/** The nodes by name, and in order of occupancy. */
final class Nodes {
  private final Map<String, NodeState> byName = new TreeMap<>();
  private final Numbered<NodeState> byNumber = new Numbered<>();
  private final Map<String, List<NodeState>> byRack = new HashMap<>();
  private NodeIndex index = new NodeIndex(byName.values());
  private boolean indexIsOld;
  private long topology;
  private Resources total = Resources.NONE;

  void add(String name, String rack, Resources capacity, int containers, Comparison comparison) {
    if (byName.containsKey(name)) {
      throw new IllegalArgumentException(
          "node %s: must be added once, was added before (remove it first)".formatted(name));
    }
    total = total.plus(capacity);
    NodeState node = new NodeState(name, rack, capacity, containers, comparison);
    node.number = byNumber.add(node);
    byName.put(name, node);
    byRack.computeIfAbsent(rack, key -> new ArrayList<>()).add(node);
    topologyChanged();
  }

  void resize(String name, Resources capacity, int containers) {
    NodeState node = get(name);
    total = total.minus(node.capacity()).plus(capacity);
    node.setCapacity(capacity);
    node.setMostContainers(containers);
    topologyChanged();
  }

  void remove(String name) {
    total = total.minus(get(name).capacity());
    NodeState node = byName.remove(name);
    byNumber.remove(node.number);
    byRack.get(node.rack).remove(node);
    topologyChanged();
  }

  private void topologyChanged() {
    // Many nodes come at once at a start; the index is built when it is next asked.
    indexIsOld = true;
    topology++;
  }

  NodeState get(String name) {
    NodeState node = byName.get(name);
    if (node == null) {
      throw new IllegalArgumentException(
          "node %s: must be a node that was added, and is not".formatted(name));
    }
    return node;
  }

  NodeState at(int number) {
    return byNumber.at(number);
  }

  /** Null when there is no such node. */
  NodeState find(String name) {
    return byName.get(name);
  }

  /** The least occupied node with this room, or null. */
  NodeState withRoom(Resources size) {
    return index().find(size);
  }

  NodeState leastOccupied() {
    return index().first();
  }

  void changed(NodeState node) {
    if (!indexIsOld) {
      index.update(node);
    }
  }

  /** Whether an empty node could hold it. */
  boolean isPossible(SizeClass size) {
    if (size.possibleAsOf != topology) {
      size.possibleAsOf = topology;
      size.possible = byName.values().stream().anyMatch(node -> size.size.fitsIn(node.capacity()));
    }
    return size.possible;
  }

  List<NodeState> inRack(String rack) {
    return byRack.getOrDefault(rack, List.of());
  }

  void compareBy(Comparison comparison) {
    byName.values().forEach(node -> node.compareBy(comparison));
    indexIsOld = true;
  }

  /** In order of name. */
  Collection<NodeState> all() {
    return byName.values();
  }

  int count() {
    return byName.size();
  }

  Resources total() {
    return total;
  }

  private NodeIndex index() {
    if (indexIsOld) {
      index = new NodeIndex(byName.values());
      indexIsOld = false;
    }
    return index;
  }
}
