package org.millrace.engine.ledger;

import java.io.IOException;
import java.io.UncheckedIOException;
import org.millrace.engine.objects.ObjectRef;
import org.millrace.engine.objects.ObjectStore;
import org.millrace.engine.pipeline.Pipeline;
import org.millrace.engine.pipeline.PipelineCatalog;
import org.millrace.engine.stage.Suggestion;

/** Whether a job can go on once its dead tasks are dealt with. Thread-safe. */
final class ReplayRule {
  private final PipelineCatalog pipelines;
  private final ObjectStore objects;

  /** What of a job the rule looks at. */
  record Owner(
      long id,
      String pipeline,
      String queue,
      JobState state,
      boolean rejected,
      boolean emptied,
      ObjectRef input) {
    boolean goesOn() {
      return !state.ended() || (state == JobState.FAILED && !rejected && !emptied);
    }
  }

  ReplayRule(PipelineCatalog pipelines, ObjectStore objects) {
    this.pipelines = pipelines;
    this.objects = objects;
  }

  /** Why a job's tasks cannot be replayed; null when they can. */
  String ended(Owner job) {
    String its = "its job " + job.id() + " ";
    if (!job.goesOn()) {
      return its
          + (job.state() == JobState.CANCELLED
              ? "was cancelled"
              : job.state() == JobState.COMPLETED
                  ? "has completed"
                  : job.rejected()
                      ? "failed because its input is bad"
                      : "failed so long ago that what lay between its stages was removed")
          + "; submit the input again, or run the job anew (replay "
          + job.id()
          + ")";
    }
    return job.state() == JobState.FAILED && !isThere(job.input())
        ? its + "needs its input " + job.input() + ", and that version is no longer there"
        : null;
  }

  private boolean isThere(ObjectRef input) {
    try {
      return objects
          .find(input.bucket(), input.key())
          .filter(now -> now.etag().equals(input.etag()))
          .isPresent();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Why a task cannot go from the one stage to the other; null when it can. */
  String wrongStage(Owner job, String from, String to) {
    if (to.equals(from)) {
      return null;
    }
    Pipeline pipeline = pipelines.find(job.pipeline()).orElse(null);
    if (pipeline == null || !pipeline.stages().contains(to)) {
      return "stage "
          + to
          + ": must be a stage of pipeline "
          + job.pipeline()
          + (pipeline == null
              ? ", which has no route at the moment"
              : Suggestion.among(pipeline.stages(), to));
    }
    if (pipelines.isBarrier(to)) {
      return "stage " + to + ": gets its one task by itself when all before it has ended";
    }
    return pipelines.isBarrier(from)
        ? "stage " + from + ": its task stands for all that came before and can run nowhere else"
        : null;
  }
}
