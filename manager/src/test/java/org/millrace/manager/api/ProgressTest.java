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
import org.millrace.manager.support.BundledCatalog;

class ProgressTest {
  private static final Instant START = Instant.parse("2026-11-21T12:00:00Z");

  private final Progress progress =
      new Progress(new BundledCatalog(), Clock.fixed(START.plusSeconds(30), ZoneOffset.UTC));

  @Test
  void nothingDoneIsZero() {
    assertThat(progress.of(job(JobState.ACCEPTED))).isZero();
  }

  @Test
  void stagesWithoutTasksCountAsOneToCome() {
    Job job =
        job(
            JobState.ACTIVE,
            new StageProgress("split", 1, 1, 0, 0, 0),
            new StageProgress("parse", 8, 3, 2, 1, 2));

    assertThat(progress.of(job)).isEqualTo(5.0 / 10, within(1e-9));
  }

  @Test
  void itIsOneOnlyWhenTheJobIsCompleted() {
    StageProgress[] all = {
      new StageProgress("split", 1, 1, 0, 0, 0),
      new StageProgress("parse", 8, 8, 0, 0, 0),
      new StageProgress("summarise", 1, 1, 0, 0, 0)
    };

    assertThat(progress.of(job(JobState.ACTIVE, all))).isLessThan(1);
    assertThat(progress.of(job(JobState.COMPLETED))).isEqualTo(1);
  }

  @Test
  void theEstimateTakesThePaceToGoOn() {
    assertThat(progress.etaSeconds(job(JobState.ACTIVE), 0.75)).isEqualTo(10);
    assertThat(progress.etaSeconds(job(JobState.ACTIVE), 0)).isNull();
    assertThat(progress.etaSeconds(job(JobState.COMPLETED), 1)).isNull();
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
        Optional.empty(),
        List.of(stages),
        List.of());
  }
}
