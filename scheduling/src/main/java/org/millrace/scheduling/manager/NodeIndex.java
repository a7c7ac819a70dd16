package org.millrace.scheduling.manager;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import org.millrace.scheduling.resource.Resources;

/**
 * All nodes, least occupied first, ties by name. A tournament whose inner places also hold the most
 * room of each resource below them, so that the search for room leaves out what cannot have it.
 */
final class NodeIndex {
  private final NodeState[] winners;
  private final long[] mostMemory;
  private final long[] mostVcores;
  private final long[] mostNetwork;
  private final int width;

  NodeIndex(Collection<NodeState> nodes) {
    List<NodeState> byName =
        nodes.stream().sorted(Comparator.comparing(node -> node.name)).toList();
    width = Math.max(2, Integer.highestOneBit(Math.max(1, byName.size() - 1)) * 2);
    winners = new NodeState[2 * width];
    mostMemory = new long[2 * width];
    mostVcores = new long[2 * width];
    mostNetwork = new long[2 * width];
    for (int i = 0; i < byName.size(); i++) {
      byName.get(i).slot = i;
      setPlace(width + i, byName.get(i));
    }
    for (int place = width - 1; place >= 1; place--) {
      replay(place);
    }
  }

  /** To be called after any change of the node's room. */
  void update(NodeState node) {
    int place = width + node.slot;
    setPlace(place, node);
    for (place /= 2; place >= 1; place /= 2) {
      if (!replay(place) && winners[place] != node) {
        return;
      }
    }
  }

  /** The least occupied node with this room, or null. */
  NodeState find(Resources size) {
    NodeState first = winners[1];
    return first == null || size.fitsIn(first.room()) ? first : search(1, size, null);
  }

  /** The node with the most free of its dominant resource; null when there are no nodes. */
  NodeState first() {
    return winners[1];
  }

  private NodeState search(int place, Resources size, NodeState best) {
    NodeState winner = winners[place];
    if (winner == null
        || size.memoryMb() > mostMemory[place]
        || size.vcoresMilli() > mostVcores[place]
        || size.networkBytesPerSecond() > mostNetwork[place]
        || best != null && better(best, winner) == best) {
      return best;
    }
    if (size.fitsIn(winner.room())) {
      return winner;
    }
    if (place >= width) {
      return best;
    }
    int near = winners[2 * place] == winner ? 2 * place : 2 * place + 1;
    return search(near ^ 1, size, search(near, size, best));
  }

  private void setPlace(int place, NodeState node) {
    winners[place] = node;
    mostMemory[place] = node.room().memoryMb();
    mostVcores[place] = node.room().vcoresMilli();
    mostNetwork[place] = node.room().networkBytesPerSecond();
  }

  /** Whether anything changed at this place. */
  private boolean replay(int place) {
    int left = 2 * place;
    int right = left + 1;
    NodeState winner = better(winners[left], winners[right]);
    long memory = Math.max(mostMemory[left], mostMemory[right]);
    long vcores = Math.max(mostVcores[left], mostVcores[right]);
    long network = Math.max(mostNetwork[left], mostNetwork[right]);
    boolean changed =
        winner != winners[place]
            || memory != mostMemory[place]
            || vcores != mostVcores[place]
            || network != mostNetwork[place];
    winners[place] = winner;
    mostMemory[place] = memory;
    mostVcores[place] = vcores;
    mostNetwork[place] = network;
    return changed;
  }

  private static NodeState better(NodeState left, NodeState right) {
    if (left == null || right == null) {
      return left == null ? right : left;
    }
    int order = left.compareOccupancy(right);
    if (order == 0) {
      // Slots are in the order of names.
      return left.slot < right.slot ? left : right;
    }
    return order < 0 ? left : right;
  }
}
