package org.millrace.scheduling.simulate;

import java.util.List;

/**
 * What came of a simulation.
 *
 * @param ticks simulated
 * @param makespan ticks until the last container ended; {@code ticks} when some had not ended
 * @param utilisation share of the cluster's memory that was used over the makespan, 0 to 1
 * @param fairness Jain's index of weighted usage of the queues with applications: 1 when usage ÷
 *     weight is equal, 1 ÷ n when one of n has it all
 * @param tasks containers granted, application masters aside
 * @param unserved containers asked for and never granted
 * @param refused applications that their queue did not take
 */
public record SimulationSummary(
    int ticks,
    int makespan,
    double utilisation,
    double fairness,
    long tasks,
    long unserved,
    int refused,
    List<Queue> queues) {

  /**
   * What came of one leaf queue.
   *
   * @param tasks containers granted, application masters aside
   * @param unserved containers asked for and never granted
   * @param meanWait ticks from ask to grant, mean of the containers granted
   * @param p95Wait the same, of which 95 in 100 waited at most this long
   * @param usageMb memory in use at the end of each tick
   */
  public record Queue(
      String path,
      int applications,
      long tasks,
      long unserved,
      double meanWait,
      long p95Wait,
      List<Long> usageMb) {}
}
