package org.millrace.benchmarks.scheduler;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class LoadTest {
  @ParameterizedTest
  @ValueSource(ints = {10, 100, 1000})
  void capacitiesAddUpToTheWholeClusterAndFollowTheWeights(int queues) {
    Load load = new Load(100, queues);

    assertThat(load.capacities().stream().reduce(BigDecimal.ZERO, BigDecimal::add))
        .isEqualByComparingTo("100");
    // Rounded down to four decimals.
    double unit = load.capacities().get(0).doubleValue();
    for (int queue = 0; queue < queues - 1; queue++) {
      assertThat(load.capacities().get(queue).doubleValue())
          .isBetween(unit * load.weight(queue), (unit + 0.0001) * load.weight(queue));
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = Candidate.class,
      names = {"MILLRACE_FIFO", "MILLRACE_FAIR_DOMINANT", "MILLRACE_CAPACITY_TWENTY", "YARN_FAIR"})
  void everyPlaceIsTakenAgainAfterEveryTurn(Candidate candidate) {
    Load load = new Load(20, 10);
    try (Contender contender = candidate.on(load)) {
      contender.fill();

      // Throws when a place stays empty.
      Churn.Pace pace = new Churn(contender, load).run(1);

      assertThat(pace.grants()).isEqualTo(100);
    }
  }
}
