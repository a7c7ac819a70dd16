package org.millrace.engine.ledger;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.millrace.engine.db.Database;
import org.millrace.engine.pipeline.Pipeline;
import org.millrace.engine.pipeline.PipelineCatalog;
import org.millrace.engine.replay.KeptInputs;
import org.millrace.engine.replay.Origin;
import org.millrace.engine.stage.Suggestion;

/**
 * Whether another job can begin at a stage of one that has completed: all that the stage had
 * received is still there, and what comes after it gets nothing from stages that would not run.
 * Thread-safe.
 */
final class StageReplayRule {
  private static final String STANDS =
      """
      select s.done, s.created, j.discarded, o.kept
      from job j
        left join job o on o.id = :data
        left join job_stage s on s.job_id = :data and s.stage = :stage
      where j.id = :job
      """;

  private final Database db;
  private final PipelineCatalog pipelines;
  private final KeptInputs kept;

  /** What is known of the stage in the job whose data would be used. */
  private record Standing(long done, long created, long discarded, boolean kept) {}

  StageReplayRule(Database db, PipelineCatalog pipelines, KeptInputs kept) {
    this.db = db;
    this.pipelines = pipelines;
    this.kept = kept;
  }

  /** Whose data a job that does this one anew from the stage begins with. */
  static long data(Job job, String stage) {
    return job.origin()
        .filter(origin -> origin.stage().equals(Optional.of(stage)))
        .map(Origin::job)
        .orElse(job.id());
  }

  /**
   * The stages of the job's pipeline in order, as far as can be said without counting. Its first is
   * among them only where it has kept its inputs, as of messages, of which there is no other input.
   */
  List<StartingPoint> points(Job job) {
    Optional<Pipeline> pipeline = pipelines.find(job.pipeline());
    return pipeline
        .map(
            each ->
                each.stages().stream()
                    .filter(stage -> !stage.equals(each.entry()) || kept.has(job.id(), stage))
                    .map(stage -> new StartingPoint(stage, refusal(job, each, stage, false)))
                    .toList())
        .orElse(List.of());
  }

  /** Why no job can begin there; empty when one can. */
  Optional<String> refusal(Job job, String stage) {
    Optional<Pipeline> pipeline = pipelines.find(job.pipeline());
    if (pipeline.isEmpty()) {
      return Optional.of("pipeline " + job.pipeline() + " has no route at the moment");
    }
    List<String> stages = pipeline.get().stages();
    return stages.contains(stage)
        ? refusal(job, pipeline.get(), stage, true)
        : Optional.of(
            "must be a stage of pipeline " + job.pipeline() + Suggestion.among(stages, stage));
  }

  private Optional<String> refusal(Job job, Pipeline pipeline, String stage, boolean counted) {
    return ended(job).or(() -> feeder(pipeline, stage)).or(() -> missing(job, stage, counted));
  }

  private static Optional<String> ended(Job job) {
    return switch (job.state()) {
      case COMPLETED -> Optional.empty();
      case FAILED ->
          Optional.of(
              "the job has failed: its dead tasks can be tried again (retry "
                  + job.id()
                  + "), and it goes on from there");
      case CANCELLED -> Optional.of("the job was cancelled before all of it was there");
      default -> Optional.of("the job has not ended");
    };
  }

  /** What comes after the stage would lack what others send to it. */
  private static Optional<String> feeder(Pipeline pipeline, String stage) {
    Set<String> runs = Set.copyOf(pipeline.from(stage).stages());
    for (Map.Entry<String, Set<String>> from : pipeline.edges().entrySet()) {
      if (!runs.contains(from.getKey())) {
        for (String to : from.getValue()) {
          if (runs.contains(to) && !to.equals(stage)) {
            return Optional.of(
                "stage "
                    + to
                    + " after it also gets tasks from "
                    + from.getKey()
                    + ", which would not run");
          }
        }
      }
    }
    return Optional.empty();
  }

  private Optional<String> missing(Job job, String stage, boolean counted) {
    long data = data(job, stage);
    Standing standing =
        db.jdbc()
            .sql(STANDS)
            .param("job", job.id())
            .param("data", data)
            .param("stage", stage)
            .query(
                (row, n) ->
                    new Standing(row.getLong(1), row.getLong(2), row.getLong(3), row.getBoolean(4)))
            .optional()
            .orElse(new Standing(0, 0, 0, false));
    if (standing.created() == 0) {
      return Optional.of("no task came to it in this job");
    }
    if (pipelines.isBarrier(stage)) {
      if (standing.created() > 1) {
        return Optional.of("it did not wait for others (after) when the job ran, and has no parts");
      }
      return standing.kept() ? Optional.empty() : Optional.of(gone(job));
    }
    if (!kept.has(data, stage)) {
      return Optional.of(
          standing.kept()
              ? "it keeps no inputs (its option keepInputs says so, for later jobs)"
              : gone(job));
    }
    long missing = counted ? standing.done() - standing.discarded() - kept.count(data, stage) : 0;
    return missing > 0
        ? Optional.of(missing + " of its tasks had run before it began to keep its inputs")
        : Optional.empty();
  }

  private static String gone(Job job) {
    return "what lay between the stages of job "
        + job.id()
        + " is not there any more (retention.completedData says how long it is kept)";
  }
}
