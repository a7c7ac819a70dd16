package org.millrace.scheduling.manager;

import java.util.ArrayList;
import java.util.List;
import org.millrace.scheduling.resource.Comparison;
import org.millrace.scheduling.resource.Exact;
import org.millrace.scheduling.resource.Resources;
import org.millrace.scheduling.resource.Tally;

/** A node while the manager runs, with the occupancy by which nodes are ordered. */
final class NodeState {
  final String name;
  final String rack;
  final List<Reservation> reservations = new ArrayList<>();
  // See Numbered.
  int number;
  // Place in the order of names, as the index knows it.
  int slot;
  private int mostContainers;
  private int containers;
  private Comparison comparison;
  private Resources capacity;
  private Resources held = Resources.NONE;
  private final Tally used = new Tally();
  private Resources releasing = Resources.NONE;
  // Occupancy of the dominant resource: occupied ÷ total.
  private long occupied;
  private long total;

  NodeState(
      String name, String rack, Resources capacity, int mostContainers, Comparison comparison) {
    this.name = name;
    this.rack = rack;
    this.mostContainers = mostContainers;
    this.comparison = comparison;
    setCapacity(capacity);
  }

  void setCapacity(Resources now) {
    capacity = now;
    update();
  }

  void setMostContainers(int most) {
    mostContainers = most;
  }

  void compareBy(Comparison now) {
    comparison = now;
    update();
  }

  void use(Resources amount) {
    used.add(amount);
    containers++;
    update();
  }

  void giveBack(Resources amount) {
    used.subtract(amount);
    containers--;
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
    occupied = used.memoryMb() + held.memoryMb();
    total = Math.max(1, capacity.memoryMb());
    if (comparison == Comparison.DOMINANT) {
      dominate(used.vcoresMilli() + held.vcoresMilli(), capacity.vcoresMilli());
      dominate(
          used.networkBytesPerSecond() + held.networkBytesPerSecond(),
          capacity.networkBytesPerSecond());
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

  /**
   * What is neither used nor held; nothing where capacity fell below that, or at most containers.
   */
  Resources room() {
    return isFull() ? Resources.NONE : capacity.minusAtMost(used.now()).minusAtMost(held);
  }

  /** Whether it runs as many containers as it may, whatever they use. */
  boolean isFull() {
    return containers >= mostContainers;
  }

  int mostContainers() {
    return mostContainers;
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
    return capacity.minusAtMost(used.now());
  }

  Resources capacity() {
    return capacity;
  }

  Resources used() {
    return used.now();
  }
}
