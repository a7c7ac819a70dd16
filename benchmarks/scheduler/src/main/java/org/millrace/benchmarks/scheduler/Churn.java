package org.millrace.benchmarks.scheduler;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.Random;

/**
 * Steady churn on a full cluster: containers end here and there, and waiting requests take their
 * places. The same places in the same order for every contender.
 */
final class Churn {
  private static final int TURN = 100;
  private static final long SEED = 7;
  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

  private final Contender contender;
  // The places of a turn are the first of them, shuffled so far.
  private final int[] places;
  private final Random random = new Random(SEED);

  /** The contender must have been filled. */
  Churn(Contender contender, Load load) {
    this.contender = contender;
    this.places = new int[load.containers()];
    for (int i = 0; i < places.length; i++) {
      places[i] = i;
    }
  }

  /**
   * What one run gave.
   *
   * @param cpuNanos of the thread that asked, the system's included
   */
  record Pace(long grants, long wallNanos, long cpuNanos) {
    double perSecond() {
      return grants * 1e9 / wallNanos;
    }

    double perCpuSecond() {
      return grants * 1e9 / cpuNanos;
    }
  }

  /**
   * Runs turns until this much CPU time was spent in the contender, one at least.
   *
   * @throws IllegalStateException the contender left a place empty
   */
  Pace run(long cpuNanos) {
    long grants = 0;
    long wall = 0;
    long cpu = 0;
    do {
      int[] turn = nextTurn();
      long startedCpu = THREADS.getCurrentThreadCpuTime();
      long started = System.nanoTime();
      contender.replace(turn);
      wall += System.nanoTime() - started;
      cpu += THREADS.getCurrentThreadCpuTime() - startedCpu;
      contender.collect(turn);
      grants += turn.length;
    } while (cpu < cpuNanos);
    return new Pace(grants, wall, cpu);
  }

  private int[] nextTurn() {
    int[] turn = new int[TURN];
    for (int i = 0; i < TURN; i++) {
      int other = i + random.nextInt(places.length - i);
      turn[i] = places[other];
      places[other] = places[i];
      places[i] = turn[i];
    }
    return turn;
  }
}
