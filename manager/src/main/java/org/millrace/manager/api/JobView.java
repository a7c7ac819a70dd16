package org.millrace.manager.api;

import java.time.Instant;
import java.util.List;
import org.millrace.engine.ledger.JobState;

/**
 * A job as the API gives it.
 *
 * @param progress 0 to 1; see {@link Progress}
 * @param etaSeconds whole seconds until it ends at the pace so far; null when that is not known
 * @param waiting why it waits; null when it does not
 * @param replayOf the job that it does anew; null for one that was submitted
 * @param error why it failed or was cancelled, or what is missing from one that has completed; null
 *     otherwise
 */
public record JobView(
    long id,
    String pipeline,
    String queue,
    String source,
    String owner,
    Input input,
    JobState state,
    Instant submittedAt,
    Instant startedAt,
    Instant finishedAt,
    double progress,
    Long etaSeconds,
    List<Stage> stages,
    List<Result> results,
    String waiting,
    String error,
    ReplayOf replayOf) {

  public record Input(String bucket, String key, long size) {}

  public record Stage(String name, long created, long done, long failed, long dead, long running) {}

  public record Result(String name, long size, String url) {}

  /**
   * @param stage at which this one began, with what the other had received there; null at the first
   */
  public record ReplayOf(long job, String stage) {}

  public record Page(List<JobView> jobs, Long next) {}
}
