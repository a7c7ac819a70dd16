package org.millrace.scheduling.manager;

import java.util.Collection;
import java.util.Comparator;
import org.millrace.scheduling.resource.Exact;
import org.millrace.scheduling.resource.Resources;

/**
 * All nodes, least occupied first, ties by name. A tournament: every place holds the better of the
 * two below it, and the most room of each resource below it, so that the search for room leaves out
 * what cannot have it.
 *
 * <p>One flat array, since a walk up a tree of objects waits for memory at every step: that was
 * half of the time of a grant.
 *
 * <p>A node that got room replays nothing yet: it stands ahead of the tournament, where it has
 * less, until another one does, or until it is as it was. On a full cluster the room is given away
 * at once.
 */
final class NodeIndex {
  private static final int NONE = -1;
  // The fields of a place.
  private static final int WINNER = 0;
  private static final int OCCUPIED = 1;
  private static final int TOTAL = 2;
  private static final int MEMORY = 3;
  private static final int VCORES = 4;
  private static final int NETWORK = 5;
  private static final int FIELDS = 6;

  private final NodeState[] nodes;
  private final long[] places;
  private final int width;
  // The node that has more room than it entered with, and is less occupied; null for none.
  private NodeState ahead;

  NodeIndex(Collection<NodeState> all) {
    nodes =
        all.stream()
            .sorted(Comparator.comparing((NodeState node) -> node.name))
            .toArray(NodeState[]::new);
    width = Math.max(2, Integer.highestOneBit(Math.max(1, nodes.length - 1)) * 2);
    places = new long[2 * width * FIELDS];
    for (int place = 0; place < 2 * width; place++) {
      places[place * FIELDS + WINNER] = NONE;
    }
    for (int slot = 0; slot < nodes.length; slot++) {
      nodes[slot].slot = slot;
      set(nodes[slot]);
    }
    for (int place = width - 1; place >= 1; place--) {
      replay(place);
    }
  }

  /** To be called after any change of the node's room. */
  void update(NodeState node) {
    Resources room = node.room();
    int at = (width + node.slot) * FIELDS;
    if (!isAtLeast(node, room, at)) {
      fallBack(node);
      enter(node);
    } else if (isAsEntered(node, room, at)) {
      fallBack(node);
    } else if (ahead != node) {
      enterAhead();
      ahead = node;
    }
  }

  private void fallBack(NodeState node) {
    if (ahead == node) {
      ahead = null;
    }
  }

  private void enterAhead() {
    if (ahead != null) {
      enter(ahead);
      ahead = null;
    }
  }

  private void enter(NodeState node) {
    set(node);
    for (int place = (width + node.slot) / 2; place >= 1; place /= 2) {
      if (!replay(place)) {
        return;
      }
    }
  }

  /** The least occupied node with this room, or null. */
  NodeState find(Resources size) {
    int slot = search(1, size, NONE);
    NodeState found = slot == NONE ? null : nodes[slot];
    return ahead != null && size.fitsIn(ahead.room()) ? better(ahead, found) : found;
  }

  /** The node with the most free of its dominant resource; null when there are no nodes. */
  NodeState first() {
    int slot = (int) places[FIELDS + WINNER];
    NodeState first = slot == NONE ? null : nodes[slot];
    return ahead == null ? first : better(ahead, first);
  }

  /** The one ahead as it is, the other as it entered: if it is the same, no other is better. */
  private NodeState better(NodeState ahead, NodeState other) {
    if (other == null) {
      return ahead;
    }
    int at = (width + other.slot) * FIELDS;
    int order =
        Exact.compareProducts(
            ahead.occupied(), places[at + TOTAL], places[at + OCCUPIED], ahead.total());
    return order < 0 || order == 0 && ahead.slot <= other.slot ? ahead : other;
  }

  private int search(int place, Resources size, int best) {
    int at = place * FIELDS;
    int winner = (int) places[at + WINNER];
    if (winner == NONE
        || size.memoryMb() > places[at + MEMORY]
        || size.vcoresMilli() > places[at + VCORES]
        || size.networkBytesPerSecond() > places[at + NETWORK]
        || best != NONE && !isBetter(at, (width + best) * FIELDS)) {
      return best;
    }
    int own = (width + winner) * FIELDS;
    if (size.memoryMb() <= places[own + MEMORY]
        && size.vcoresMilli() <= places[own + VCORES]
        && size.networkBytesPerSecond() <= places[own + NETWORK]) {
      return winner;
    }
    if (place >= width) {
      return best;
    }
    int near = places[2 * place * FIELDS + WINNER] == winner ? 2 * place : 2 * place + 1;
    return search(near ^ 1, size, search(near, size, best));
  }

  private void set(NodeState node) {
    int at = (width + node.slot) * FIELDS;
    places[at + WINNER] = node.slot;
    places[at + OCCUPIED] = node.occupied();
    places[at + TOTAL] = node.total();
    Resources room = node.room();
    places[at + MEMORY] = room.memoryMb();
    places[at + VCORES] = room.vcoresMilli();
    places[at + NETWORK] = room.networkBytesPerSecond();
  }

  /** Whether it is better than it entered, or as good, by all that a search looks at. */
  private boolean isAtLeast(NodeState node, Resources room, int at) {
    return places[at + MEMORY] <= room.memoryMb()
        && places[at + VCORES] <= room.vcoresMilli()
        && places[at + NETWORK] <= room.networkBytesPerSecond()
        && Exact.compareProducts(
                node.occupied(), places[at + TOTAL], places[at + OCCUPIED], node.total())
            <= 0;
  }

  private boolean isAsEntered(NodeState node, Resources room, int at) {
    return places[at + MEMORY] == room.memoryMb()
        && places[at + VCORES] == room.vcoresMilli()
        && places[at + NETWORK] == room.networkBytesPerSecond()
        && places[at + OCCUPIED] == node.occupied()
        && places[at + TOTAL] == node.total();
  }

  /** Whether anything changed at this place. */
  private boolean replay(int place) {
    int at = place * FIELDS;
    int left = 2 * at;
    int right = left + FIELDS;
    int winner = isBetter(left, right) ? left : right;
    boolean changed = false;
    for (int field = WINNER; field <= TOTAL; field++) {
      changed |= places[at + field] != places[winner + field];
      places[at + field] = places[winner + field];
    }
    for (int field = MEMORY; field <= NETWORK; field++) {
      long most = Math.max(places[left + field], places[right + field]);
      changed |= places[at + field] != most;
      places[at + field] = most;
    }
    return changed;
  }

  /** Slots are in the order of names, so the lower one wins a tie. */
  private boolean isBetter(int left, int right) {
    if (places[left + WINNER] == NONE || places[right + WINNER] == NONE) {
      return places[right + WINNER] == NONE;
    }
    long leftTotal = places[left + TOTAL];
    long rightTotal = places[right + TOTAL];
    int order =
        leftTotal == rightTotal
            ? Long.compare(places[left + OCCUPIED], places[right + OCCUPIED])
            : Exact.compareProducts(
                places[left + OCCUPIED], rightTotal, places[right + OCCUPIED], leftTotal);
    return order < 0 || order == 0 && places[left + WINNER] < places[right + WINNER];
  }
}
