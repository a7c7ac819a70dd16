package org.millrace.scheduling.manager;

import java.util.ArrayList;
import java.util.List;
import org.millrace.scheduling.resource.Comparison;
import org.millrace.scheduling.resource.Exact;
import org.millrace.scheduling.resource.Resources;

/** A node while the manager runs, with the occupancy by which nodes are ordered. */
final class NodeState {
  final String name;
  final String rack;
  final List<Reservation> reservations = new ArrayList<>(0);
  int slot;
  private Comparison comparison;
  private Resources capacity;
  private Resources used = Resources.NONE;
  private Resources held = Resources.NONE;
  private Resources releasing = Resources.NONE;
  // What is neither used nor held for somebody; nothing when capacity fell below what is used.
  private Resources room;
  // Occupancy of the dominant resource: occupied ÷ total.
  private long occupied;
  private long total;

  NodeState(String name, String rack, Resources capacity, Comparison comparison) {
    this.name = name;
    this.rack = rack;
    this.comparison = comparison;
    setCapacity(capacity);
  }

  void setCapacity(Resources now) {
    capacity = now;
    update();
  }

  void compareBy(Comparison now) {
    comparison = now;
    update();
  }

  void use(Resources amount) {
    used = used.plus(amount);
    update();
  }

  void giveBack(Resources amount) {
    used = used.minus(amount);
    update();
  }

  void hold(Resources amount) {
    held = held.plus(amount);
    update();
  }

  void letGo(Resources amount) {
    held = held.minus(amount);
    update();
  }

  private void update() {
    Resources taken = used.plus(held);
    room = capacity.minusAtMost(taken);
    occupied = taken.memoryMb();
    total = Math.max(1, capacity.memoryMb());
    if (comparison == Comparison.DOMINANT) {
      dominate(taken.vcoresMilli(), capacity.vcoresMilli());
      dominate(taken.networkBytesPerSecond(), capacity.networkBytesPerSecond());
    }
  }

  private void dominate(long taken, long of) {
    if (of > 0 && Exact.compareProducts(taken, total, occupied, of) > 0) {
      occupied = taken;
      total = of;
    }
  }

  /** Below zero when this node is less occupied by its dominant resource (P2a). */
  int compareOccupancy(NodeState other) {
    return Exact.compareProducts(occupied, other.total, other.occupied, total);
  }

  long occupied() {
    return occupied;
  }

  long total() {
    return total;
  }

  Resources room() {
    return room;
  }

  void countReleasing(Resources amount, boolean begins) {
    releasing = begins ? releasing.plus(amount) : releasing.minus(amount);
  }

  /** What containers use that were told to end. */
  Resources releasing() {
    return releasing;
  }

  Resources held() {
    return held;
  }

  /** What is not used, held or not. */
  Resources free() {
    return capacity.minusAtMost(used);
  }

  Resources capacity() {
    return capacity;
  }

  Resources used() {
    return used;
  }
}
