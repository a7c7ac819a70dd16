package org.millrace.manager.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.millrace.engine.ledger.Job;
import org.millrace.engine.ledger.JobRequest.Disposal;
import org.millrace.engine.ledger.JobState;
import org.millrace.engine.ledger.StageProgress;
import org.millrace.engine.objects.ObjectRef;

class ProgressTest {
  private static final List<String> PIPELINE = List.of("split", "parse", "summarise");
  private static final Instant START = Instant.parse("2026-11-21T12:00:00Z");

  @Test
  void nothingDoneIsZero() {
    assertThat(Progress.of(job(JobState.ACCEPTED), PIPELINE)).isZero();
  }

  @Test
  void stagesWithoutTasksCountAsOneToCome() {
    Job job =
        job(
            JobState.ACTIVE,
            new StageProgress("split", 1, 1, 0, 0, 0),
            new StageProgress("parse", 8, 3, 2, 1, 2));

    assertThat(Progress.of(job, PIPELINE)).isEqualTo(5.0 / 10, within(1e-9));
  }

  @Test
  void itIsOneOnlyWhenTheJobIsCompleted() {
    StageProgress[] all = {
      new StageProgress("split", 1, 1, 0, 0, 0),
      new StageProgress("parse", 8, 8, 0, 0, 0),
      new StageProgress("summarise", 1, 1, 0, 0, 0)
    };

    assertThat(Progress.of(job(JobState.ACTIVE, all), PIPELINE)).isLessThan(1);
    assertThat(Progress.of(job(JobState.COMPLETED), PIPELINE)).isEqualTo(1);
  }

  @Test
  void theEstimateTakesThePaceToGoOn() {
    Clock clock = Clock.fixed(START.plusSeconds(30), ZoneOffset.UTC);

    assertThat(Progress.etaSeconds(job(JobState.ACTIVE), 0.75, clock)).isEqualTo(10);
    assertThat(Progress.etaSeconds(job(JobState.ACTIVE), 0, clock)).isNull();
    assertThat(Progress.etaSeconds(job(JobState.COMPLETED), 1, clock)).isNull();
  }

  private static Job job(JobState state, StageProgress... stages) {
    return new Job(
        1,
        "b2b-logs",
        "root.partners.acme",
        "acme",
        "acme",
        new ObjectRef("inbox", "acme/a.log", "e", 1),
        Disposal.KEEP,
        Map.of(),
        state,
        START,
        Optional.of(START),
        Optional.empty(),
        Optional.empty(),
        List.of(stages),
        List.of());
  }
}
