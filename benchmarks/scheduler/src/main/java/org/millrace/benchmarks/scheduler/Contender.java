package org.millrace.benchmarks.scheduler;

/**
 * A scheduler with a cluster. A running container has a place from 0 to {@link Load#containers}
 * less one; when it ends, another takes its place. Belongs to one thread.
 */
interface Contender extends AutoCloseable {
  /** Submits the applications and grants until every place is taken. */
  void fill();

  /**
   * Ends the container at each of these places, one after the other, and decides at once who gets
   * the room. This is what is timed.
   *
   * @param places all different
   */
  void replace(int[] places);

  /**
   * Learns who got the room, as far as {@link #replace} leaves that open; not timed.
   *
   * @throws IllegalStateException a place is empty
   */
  void collect(int[] places);

  /** Adds applications that wait for a container, from this id on. */
  void addWaiting(int first, int count);

  @Override
  void close();
}
