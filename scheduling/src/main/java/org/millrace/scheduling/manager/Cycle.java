package org.millrace.scheduling.manager;

import java.util.ArrayList;
import java.util.List;

/** Grants containers: the policies choose whose, occupancy and locality choose where. */
final class Cycle {
  // Room in a list of grants to begin with.
  private static final int FEW = 10;

  private final Nodes nodes;
  private final Containers containers;
  private final Reservations reservations;
  private final Placement placement;
  private final SizeSet sizes = new SizeSet();
  private final List<PendingAsk> aside = new ArrayList<>();

  Cycle(Nodes nodes, Containers containers, Reservations reservations) {
    this.nodes = nodes;
    this.containers = containers;
    this.reservations = reservations;
    this.placement = new Placement(nodes);
  }

  /** Over all nodes. */
  List<ContainerGrant> allocate(QueueTree tree, int most) {
    List<ContainerGrant> grants = new ArrayList<>(Math.min(most, FEW));
    if (!reservations.isEmpty()) {
      serveReservations(reservations.all(), most, grants);
    }
    while (grants.size() < most) {
      // 1. Which sizes have room somewhere?
      collectSizes(tree, size -> nodes.withRoom(size.size) != null);
      // 2. Does the policy's first choice need more room than there is? Then hold a node for it.
      reserveForFirstChoice(tree);
      // 3. Whose turn is it, among those for whom there is room?
      PendingAsk ask = tree.first(sizes);
      if (ask == null) {
        break;
      }
      // 4. Where? Nowhere when it waits for a nearer node: then the next one has its turn.
      NodeState node = placement.choose(ask);
      if (node == null) {
        passUp(ask);
      } else {
        // 5. Grant.
        grants.add(grant(ask, node));
      }
    }
    endCycle();
    return grants;
  }

  /** On one node. */
  List<ContainerGrant> offer(QueueTree tree, NodeState node, int most) {
    List<ContainerGrant> grants = new ArrayList<>(Math.min(most, FEW));
    if (!node.reservations.isEmpty()) {
      serveReservations(List.copyOf(node.reservations), most, grants);
    }
    while (grants.size() < most) {
      collectSizes(tree, size -> size.size.fitsIn(node.room()));
      reserveForFirstChoice(tree);
      PendingAsk ask = tree.first(sizes);
      if (ask == null) {
        break;
      }
      if (placement.locality(ask, node) == null) {
        passUp(ask);
      } else {
        grants.add(grant(ask, node));
      }
    }
    endCycle();
    return grants;
  }

  private interface HasRoom {
    boolean test(SizeClass size);
  }

  private void collectSizes(QueueTree tree, HasRoom room) {
    sizes.clear();
    List<SizeClass> asked = tree.context().sizes().asked();
    for (int i = 0; i < asked.size(); i++) {
      if (room.test(asked.get(i))) {
        sizes.add(asked.get(i).index);
      }
    }
  }

  /**
   * Where sizes differ, small containers could for ever take the room that a large one waits for.
   * When the first choice has room nowhere now, one node is held for it.
   */
  private void reserveForFirstChoice(QueueTree tree) {
    List<SizeClass> asked = tree.context().sizes().asked();
    if (asked.size() < 2 || sizes.count() == asked.size()) {
      return;
    }
    SizeSet possible = new SizeSet();
    for (SizeClass size : asked) {
      if (nodes.isPossible(size)) {
        possible.add(size.index);
      }
    }
    PendingAsk first = tree.first(possible);
    if (first == null || nodes.withRoom(first.size.size) != null || reservations.has(first)) {
      return;
    }
    NodeState node = placement.toReserve(first);
    if (node != null) {
      reservations.add(first, node, false);
      sizes.keepIf(index -> nodes.withRoom(tree.context().sizes().at(index).size) != null);
    }
  }

  private void serveReservations(List<Reservation> toServe, int most, List<ContainerGrant> grants) {
    for (Reservation reservation : toServe) {
      PendingAsk ask = reservation.ask();
      if (!reservation.isWanted()) {
        reservations.cancel(reservation);
      } else if (grants.size() < most && ask.size.size.fitsIn(reservation.node().free())) {
        reservations.cancel(reservation);
        Locality locality = placement.locality(ask, reservation.node());
        grants.add(
            containers.grant(ask, reservation.node(), locality == null ? Locality.ANY : locality));
      }
    }
  }

  private ContainerGrant grant(PendingAsk ask, NodeState node) {
    return containers.grant(ask, node, placement.locality(ask, node));
  }

  private void passUp(PendingAsk ask) {
    ask.preferences().pass();
    ask.setAside(true);
    aside.add(ask);
  }

  private void endCycle() {
    aside.forEach(ask -> ask.setAside(false));
    aside.clear();
  }
}
