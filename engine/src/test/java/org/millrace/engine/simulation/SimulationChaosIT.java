package org.millrace.engine.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** As {@link SimulationTest}, for as long as it takes. */
class SimulationChaosIT {
  @Test
  void nothingIsLostOrCountedTwiceInThousandsOfSeeds() throws Exception {
    Seeds.Totals totals = Seeds.asTold(300);
    assertThat(totals.failures()).isEmpty();
    assertThat(totals.effects()).isPositive();
  }
}
