package org.millrace.manager.api;

import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.millrace.engine.ledger.Job;
import org.millrace.engine.ledger.JobState;
import org.millrace.engine.ledger.StageProgress;
import org.millrace.engine.replay.Origin;

/**
 * How far a job is: over all stages of its pipeline from the one at which it began, tasks that have
 * ended (done or dead) divided by tasks created, where a stage that has no task yet counts as one
 * task to come. Never 1 before the job is COMPLETED. The estimate takes the pace since the start to
 * go on: {@code elapsed × (1 − progress) / progress}. Thread-safe.
 */
public final class Progress {
  private static final double BEFORE_THE_END = 0.999;

  private final Catalog catalog;
  private final Clock clock;

  public Progress(Catalog catalog, Clock clock) {
    this.catalog = catalog;
    this.clock = clock;
  }

  /** 0 to 1. */
  public double of(Job job) {
    return of(job.state(), stages(job));
  }

  /** The same of a job in this state with these stages, as {@link #stages} gives them. */
  double of(JobState state, Collection<StageProgress> stages) {
    if (state == JobState.COMPLETED) {
      return 1;
    }
    long ended = stages.stream().mapToLong(stage -> stage.done() + stage.dead()).sum();
    long all = stages.stream().mapToLong(stage -> Math.max(1, stage.created())).sum();
    return all == 0 ? 0 : Math.min(BEFORE_THE_END, (double) ended / all);
  }

  /** Whole seconds to go; null for a job that does not run or has ended nothing yet. */
  Long etaSeconds(Job job, double progress) {
    if (job.state() != JobState.ACTIVE || job.startedAt().isEmpty() || progress <= 0) {
      return null;
    }
    Duration elapsed = Duration.between(job.startedAt().get(), clock.instant());
    double seconds = elapsed.toMillis() / 1000.0 * (1 - progress) / progress;
    return Math.max(0, (long) Math.ceil(seconds));
  }

  /** The job's stages in pipeline order, those not entered yet with zero counts. */
  Collection<StageProgress> stages(Job job) {
    return stages(job.pipeline(), job.origin().flatMap(Origin::stage), job.stages());
  }

  /**
   * @param from the stage at which it began; empty at the first
   */
  Collection<StageProgress> stages(
      String name, Optional<String> from, Collection<StageProgress> reached) {
    List<String> pipeline =
        catalog.pipeline(name, from).map(Catalog.Pipeline::stages).orElse(List.of());
    Map<String, StageProgress> stages = new LinkedHashMap<>();
    pipeline.forEach(each -> stages.put(each, new StageProgress(each, 0, 0, 0, 0, 0)));
    reached.forEach(stage -> stages.put(stage.name(), stage));
    return stages.values();
  }
}
