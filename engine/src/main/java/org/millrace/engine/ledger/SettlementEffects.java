package org.millrace.engine.ledger;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.millrace.engine.pipeline.PipelineCatalog;
import org.millrace.engine.task.Emission;
import org.millrace.engine.task.Outcome;
import org.millrace.engine.task.Task;
import org.millrace.engine.transport.Envelope;
import org.millrace.scheduling.Lane;

/** Works out what a batch's outcomes amount to. Thread-safe. */
public final class SettlementEffects {
  /** A paused job's task goes back to its lane after this, or as soon as the job is resumed. */
  private static final Duration LOOK_AGAIN = Duration.ofSeconds(10);

  private final PipelineCatalog pipelines;

  public SettlementEffects(PipelineCatalog pipelines) {
    this.pipelines = pipelines;
  }

  /**
   * @param lane where the tasks were claimed
   */
  public Effects of(Lane lane, List<Outcome> outcomes) {
    Effects effects =
        new Effects(
            new TreeMap<>(),
            new ArrayList<>(),
            new ArrayList<>(),
            new ArrayList<>(),
            new ArrayList<>(),
            new ArrayList<>());
    outcomes.forEach(each -> add(lane, each, effects));
    return effects;
  }

  private void add(Lane lane, Outcome outcome, Effects to) {
    Task task = outcome.task();
    if (outcome instanceof Outcome.Returned) {
      return;
    }
    Delta delta = to.counts().computeIfAbsent(task.jobId(), id -> Delta.none());
    if (outcome instanceof Outcome.Done done) {
      delta.add(lane.stage(), new StageCounts(0, 1, 0, 0));
      done.emissions().forEach(each -> send(lane, task.jobId(), each, delta, to));
      done.results()
          .forEach(
              each ->
                  to.results().add(new Effects.Result(task.jobId(), each.name(), each.object())));
    } else if (outcome instanceof Outcome.Retry retry) {
      delta.add(lane.stage(), new StageCounts(0, 0, 1, 0));
      Task again = task.failed(retry.failure(), retry.crashed() || task.solo());
      to.delayed().add(new Effects.Delayed(new Envelope(lane, again), retry.delay().toMillis()));
    } else if (outcome instanceof Outcome.Parked) {
      to.delayed()
          .add(new Effects.Delayed(new Envelope(lane, task.parked()), LOOK_AGAIN.toMillis()));
    } else if (outcome instanceof Outcome.Dead dead) {
      delta.add(lane.stage(), new StageCounts(0, 0, 1, 1));
      to.dead().add(new Envelope(lane, task.failed(dead.failure(), task.solo())));
    } else if (outcome instanceof Outcome.Rejected rejected) {
      delta.add(lane.stage(), new StageCounts(0, 0, 1, 1));
      to.counts().put(task.jobId(), delta.rejected(rejected.reason()));
    }
  }

  /** What is sent to a barrier stage becomes a part; the rest is the transports' to move. */
  private void send(Lane lane, long jobId, Emission emission, Delta delta, Effects to) {
    if (pipelines.isBarrier(emission.stage())) {
      to.parts().add(new Effects.Part(jobId, emission.stage(), emission.body()));
    } else {
      delta.add(emission.stage(), StageCounts.created(1));
      to.sent().add(Envelope.of(jobId, lane.queue(), emission));
    }
  }
}
