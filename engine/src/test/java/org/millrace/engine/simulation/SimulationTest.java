package org.millrace.engine.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/**
 * Whole systems of real engines in a simulated world: the order of events, the time and the faults
 * are what a seed says. {@code -Dmillrace.simulation.seeds=5000} runs more seeds, {@code
 * -Dmillrace.simulation.seed=N} one, and keeps what happened in it.
 */
class SimulationTest {
  /**
   * 97, 249: what a cancelled job's last settlement left behind stayed for ever. 134: two leaders
   * counted the same progress. 150: a grant whose commit nobody answered took its slot for ever.
   */
  private static final long[] FOUND_SOMETHING = {97, 134, 150, 249};

  @Test
  void nothingIsLostOrCountedTwiceWhateverTheOrderOfEventsAndFaults() throws Exception {
    Seeds.Totals totals = Seeds.asTold(40);
    assertThat(totals.failures()).isEmpty();
    assertThat(totals.effects()).isPositive();
  }

  @Test
  void seedsThatFoundSomethingFindNothingMore() throws Exception {
    assertThat(Seeds.run(FOUND_SOMETHING, false).failures()).isEmpty();
  }

  @Test
  void theSameSeedGivesTheSameRun() throws Exception {
    try (AutoCloseable log = Simulations.listen();
        Simulations here = new Simulations();
        Simulations there = new Simulations()) {
      for (long seed = 1; seed <= 3; seed++) {
        Simulation.Run first = here.run(seed, true);
        Simulation.Run second = there.run(seed, false);
        assertThat(second.hash()).as("seed " + seed).isEqualTo(first.hash());
        assertThat(second.events()).isEqualTo(first.events()).isPositive();
      }
    }
  }
}
