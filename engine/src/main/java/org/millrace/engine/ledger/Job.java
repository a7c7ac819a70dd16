package org.millrace.engine.ledger;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.millrace.engine.objects.ObjectRef;
import org.millrace.engine.replay.Origin;

/**
 * One submission as the ledger knows it.
 *
 * @param error why it failed or was cancelled, or what is missing from one that has completed;
 *     empty otherwise
 * @param origin which job it does anew; empty for one that was submitted
 * @param stages those that a task has reached
 * @param results empty until it has completed
 */
public record Job(
    long id,
    String pipeline,
    String queue,
    String source,
    String owner,
    ObjectRef input,
    JobRequest.Disposal disposal,
    Map<String, String> settings,
    JobState state,
    Instant submittedAt,
    Optional<Instant> startedAt,
    Optional<Instant> finishedAt,
    Optional<String> error,
    Optional<Origin> origin,
    List<StageProgress> stages,
    List<JobResult> results) {

  /** Whether its input came with the submission: it is Millrace's own, and goes with the job. */
  public boolean isUpload() {
    return JobData.isUpload(input);
  }

  Job with(List<StageProgress> stages, List<JobResult> results) {
    return new Job(
        id,
        pipeline,
        queue,
        source,
        owner,
        input,
        disposal,
        settings,
        state,
        submittedAt,
        startedAt,
        finishedAt,
        error,
        origin,
        stages,
        results);
  }
}
