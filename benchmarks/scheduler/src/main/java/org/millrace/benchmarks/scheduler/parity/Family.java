package org.millrace.benchmarks.scheduler.parity;

/** What kind of workloads are made. */
enum Family {
  /** As in the simulator's examples: small trees, round percentages, containers of 1 GiB. */
  PLAIN,
  /**
   * Deeper and wider trees, uneven nodes, odd weights, percentages and shares, several users and
   * priorities, any size of a container that is a multiple of the minimum allocation.
   */
  WIDE
}
