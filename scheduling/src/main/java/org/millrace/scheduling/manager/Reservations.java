package org.millrace.scheduling.manager;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** All reservations, oldest first. */
final class Reservations {
  private final Nodes nodes;
  // By id, since an ask may have several on one node.
  private long lastId;
  private final Set<Reservation> all = new LinkedHashSet<>();

  Reservations(Nodes nodes) {
    this.nodes = nodes;
  }

  void add(PendingAsk ask, NodeState node) {
    Reservation reservation = new Reservation(++lastId, ask, node);
    all.add(reservation);
    node.reservations.add(reservation);
    node.hold(ask.size.size);
    nodes.changed(node);
    ask.app.queue.countPromised(ask.size.size, true);
  }

  void cancel(Reservation reservation) {
    all.remove(reservation);
    reservation.node().reservations.remove(reservation);
    reservation.node().letGo(reservation.ask().size.size);
    nodes.changed(reservation.node());
    reservation.ask().app.queue.countPromised(reservation.ask().size.size, false);
  }

  void cancelAll(NodeState node) {
    List.copyOf(node.reservations).forEach(this::cancel);
  }

  List<Reservation> of(App app) {
    if (all.isEmpty()) {
      return List.of();
    }
    return all.stream().filter(reservation -> reservation.ask().app == app).toList();
  }

  boolean has(PendingAsk ask) {
    return all.stream().anyMatch(reservation -> reservation.ask() == ask);
  }

  boolean isEmpty() {
    return all.isEmpty();
  }

  long count(PendingAsk ask) {
    return all.stream().filter(reservation -> reservation.ask() == ask).count();
  }

  List<Reservation> all() {
    return new ArrayList<>(all);
  }
}
