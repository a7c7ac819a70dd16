package org.millrace.scheduling.manager;

/** Chooses the node for a container, by locality (P3d, P5) and then by occupancy (P2a). */
final class Placement {
  private final Nodes nodes;

  Placement(Nodes nodes) {
    this.nodes = nodes;
  }

  /**
   * The least occupied of the nearest nodes with room; null when the ask waits for a nearer one.
   */
  NodeState choose(PendingAsk ask) {
    Preferences preferences = ask.preferences();
    if (preferences == null) {
      return nodes.withRoom(ask.size.size);
    }
    NodeState best = null;
    for (String name : preferences.nodes()) {
      best = better(ask, best, nodes.find(name));
    }
    if (best != null) {
      return best;
    }
    for (String rack : preferences.racks()) {
      for (NodeState node : nodes.inRack(rack)) {
        best = better(ask, best, node);
      }
    }
    return best != null ? best : better(ask, null, nodes.withRoom(ask.size.size));
  }

  private NodeState better(PendingAsk ask, NodeState best, NodeState node) {
    if (node == null
        || !ask.size.size.fitsIn(node.room())
        || locality(ask, node) == null
        || best != null && order(best, node) <= 0) {
      return best;
    }
    return node;
  }

  /** How near this node is; null when that is not near enough yet. */
  Locality locality(PendingAsk ask, NodeState node) {
    return ask.preferences() == null
        ? Locality.ANY
        : ask.preferences()
            .on(node, ask.count(), ask.app.queue.rules.nodeLocalityDelay(), nodes.count());
  }

  /**
   * The least occupied node that could hold it when empty and is held for nobody; null for none.
   */
  NodeState toReserve(PendingAsk ask) {
    NodeState best = null;
    for (NodeState node : nodes.all()) {
      if (node.reservations.isEmpty()
          && ask.size.size.fitsIn(node.capacity())
          && locality(ask, node) != null
          && (best == null || order(node, best) < 0)) {
        best = node;
      }
    }
    return best;
  }

  private static int order(NodeState left, NodeState right) {
    int occupancy = left.compareOccupancy(right);
    return occupancy != 0 ? occupancy : left.name.compareTo(right.name);
  }
}
