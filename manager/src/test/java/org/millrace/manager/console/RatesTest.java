package org.millrace.manager.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.millrace.engine.analytics.Analytics;
import org.millrace.engine.ledger.Backlog.Count;
import org.millrace.engine.ledger.JobState;
import org.millrace.engine.ledger.StageProgress;

class RatesTest {
  private static final Instant START = Instant.parse("2026-11-21T12:00:00Z");

  private final Rates rates = new Rates();

  @Test
  void nothingIsKnownOfTheFirstMoment() {
    assertThat(rates.add(START, List.of(done(1, 500)))).isEmpty();
  }

  @Test
  void whoLooksFirstSeesTheMeanOfTheLastMinutes() {
    StageNow.Sum stage = new StageNow.Sum();
    Analytics.Lately lately = new Analytics.Lately(1.0, 1.0, 2.5);
    rates.add(START, List.of(done(1, 500)));
    assertThat(rates.known()).isFalse();
    assertThat(stage.with(null, false, lately).rate()).isEqualTo(2.5);
    assertThat(stage.with(null, false, null).rate()).isZero();

    rates.add(at(1), List.of());
    assertThat(rates.known()).isTrue();
    assertThat(stage.with(null, true, lately).rate())
        .as("nothing was done in the last ten seconds, and that is known")
        .isZero();
    assertThat(stage.with(7.0, true, lately).rate()).isEqualTo(7);
  }

  @Test
  void whatWasDoneSinceIsDividedByTheTime() {
    rates.add(START, List.of(done(1, 500)));
    rates.add(at(2), List.of(done(1, 520)));

    assertThat(rates.add(at(4), List.of(done(1, 540)))).containsEntry("parse", 10.0);
  }

  @Test
  void anOldJobThatComesIntoSightHasNotDoneItAllJustNow() {
    rates.add(START, List.of(done(7, 0)));

    assertThat(rates.add(at(1), List.of(done(3, 1000), done(7, 5)))).containsEntry("parse", 5.0);
  }

  @Test
  void aNewJobHas() {
    rates.add(START, List.of(done(7, 0)));

    assertThat(rates.add(at(1), List.of(done(7, 0), done(8, 30)))).containsEntry("parse", 30.0);
  }

  @Test
  void aReplayThatTakesCountsBackIsNoNegativeRate() {
    rates.add(START, List.of(done(1, 10)));

    assertThat(rates.add(at(1), List.of(done(1, 4)))).containsEntry("parse", 0.0);
  }

  @Test
  void whatIsLongAgoIsForgotten() {
    rates.add(START, List.of(done(1, 0)));
    rates.add(at(1), List.of(done(1, 1000)));
    for (int second = 2; second <= 20; second++) {
      rates.add(at(second), List.of(done(1, 1000)));
    }
    assertThat(rates.add(at(21), List.of(done(1, 1000)))).containsEntry("parse", 0.0);
  }

  @Test
  void afterALongPauseItBeginsAnew() {
    rates.add(START, List.of(done(1, 0)));

    assertThat(rates.add(at(60), List.of(done(1, 6000)))).isEmpty();
  }

  private static Instant at(int seconds) {
    return START.plusSeconds(seconds);
  }

  private static Count done(long job, long done) {
    return new Count(
        job, "logs", "root.a", JobState.ACTIVE, new StageProgress("parse", 9999, done, 0, 0, 0));
  }
}
