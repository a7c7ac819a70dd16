package org.millrace.engine.simulation;

import java.util.Random;

/**
 * What a seed is about: how large the system is, and which faults strike how often (one in so many
 * steps, 0 for never).
 *
 * @param quick most tasks are over so soon that those sent together share a row
 */
record Profile(
    int managers,
    int workers,
    int containers,
    int jobs,
    int killOneIn,
    int freezeOneIn,
    int storeOneIn,
    int interleaveOneIn,
    boolean poison,
    boolean flaky,
    boolean steering,
    boolean skewed,
    boolean draining,
    boolean quick) {

  static Profile of(Random random) {
    return new Profile(
        1 + random.nextInt(2),
        1 + random.nextInt(3),
        1 + random.nextInt(3),
        1 + random.nextInt(4),
        either(random, 100 + random.nextInt(1000)),
        either(random, 100 + random.nextInt(1000)),
        either(random, 50 + random.nextInt(500)),
        either(random, 1 + random.nextInt(20)),
        random.nextBoolean(),
        random.nextBoolean(),
        random.nextBoolean(),
        random.nextBoolean(),
        random.nextInt(3) == 0,
        random.nextBoolean());
  }

  /** The same, but one container a process, and nothing that strikes from outside. */
  Profile withoutFaults() {
    return new Profile(
        managers, workers, 1, jobs, 0, 0, 0, 0, poison, flaky, steering, skewed, false, quick);
  }

  /** Nothing but a task itself makes an attempt fail. */
  boolean calm() {
    return killOneIn == 0
        && freezeOneIn == 0
        && storeOneIn == 0
        && interleaveOneIn == 0
        && !draining;
  }

  private static int either(Random random, int oneIn) {
    return random.nextBoolean() ? oneIn : 0;
  }
}
