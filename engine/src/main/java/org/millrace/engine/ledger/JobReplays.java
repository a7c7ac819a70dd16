package org.millrace.engine.ledger;

import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.millrace.engine.db.Database;
import org.millrace.engine.objects.ObjectRef;
import org.millrace.engine.pipeline.PipelineCatalog;
import org.millrace.engine.replay.KeptInputs;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.support.GeneratedKeyHolder;

/**
 * Opens jobs that do another one anew, over the same input or from a stage on. The other stays as
 * it is. Thread-safe.
 */
public final class JobReplays {
  private static final String LOCK = "select kept from job where id = :job";
  private static final String AGAIN =
      """
      insert into job (pipeline, queue, source, owner, input_bucket, input_key, input_etag, input_size,
                       disposal, settings, state, submitted_at, rerun, from_job, from_stage)
      select pipeline, queue, source, :owner, :bucket, :key, :etag, :size,
             :disposal, settings, 'ACCEPTED', current_timestamp,
             (select coalesce(max(r.rerun), 0) + 1 from job r
              where r.input_bucket = :bucket and r.input_key = :key and r.input_etag = :etag),
             :data, cast(:stage as varchar(200))
      from job where id = :job
      """;

  private final Database db;
  private final StageReplayRule rule;

  /**
   * How the new job takes its input.
   *
   * @param input where the same bytes are now
   * @param disposal what becomes of them when it has completed
   * @param owner who asked for it
   */
  public record Terms(ObjectRef input, JobRequest.Disposal disposal, String owner) {}

  /**
   * What came of it.
   *
   * @param job the new job's id; empty when there was none to do anew, or it was refused
   * @param refusal why; empty when it was not
   */
  public record Answer(Optional<Long> job, Optional<String> refusal) {}

  public JobReplays(Database db, PipelineCatalog pipelines, KeptInputs kept) {
    this.db = db;
    this.rule = new StageReplayRule(db, pipelines, kept);
  }

  /**
   * The stages of the job's pipeline that matter here, and whether another job can begin at each.
   * That all of a stage's inputs were kept is said only when one is to begin there.
   */
  public List<StartingPoint> points(Job job) {
    return rule.points(job);
  }

  /** Opens a new job that does the same as this one from the start. Every call opens one. */
  public Answer again(Job job, Terms terms) {
    return numbered(
        () ->
            isKept(job.id()) || job.state() != JobState.COMPLETED || !job.isUpload()
                ? new Answer(open(job.id(), job.id(), null, terms), Optional.empty())
                : new Answer(
                    Optional.empty(),
                    Optional.of("what came with its submission is not there any more")));
  }

  /** Opens a new job that begins at a stage with what this one had received there. */
  public Answer from(Job job, String stage, Terms terms) {
    long data = StageReplayRule.data(job, stage);
    return numbered(
        () -> {
          isKept(data);
          Optional<String> refusal = rule.refusal(job, stage);
          return refusal.isPresent()
              ? new Answer(Optional.empty(), refusal)
              : new Answer(open(job.id(), data, stage, terms), refusal);
        });
  }

  /** Locked: what it has kept is not given up between this look and the new job. */
  private boolean isKept(long jobId) {
    return db.jdbc()
        .sql(LOCK + db.dialect().forChange())
        .param("job", jobId)
        .query(Boolean.class)
        .optional()
        .orElse(false);
  }

  /** Again for as long as others take the number that the new job would have. */
  private <T> T numbered(Supplier<T> opening) {
    while (true) {
      try {
        return db.inTransaction(opening);
      } catch (DuplicateKeyException anotherTookIt) {
        continue;
      }
    }
  }

  private Optional<Long> open(long jobId, long data, String stage, Terms terms) {
    GeneratedKeyHolder key = new GeneratedKeyHolder();
    int opened =
        db.jdbc()
            .sql(AGAIN)
            .param("job", jobId)
            .param("data", data)
            .param("stage", stage)
            .param("owner", terms.owner())
            .param("bucket", terms.input().bucket())
            .param("key", terms.input().key())
            .param("etag", terms.input().etag())
            .param("size", terms.input().size())
            .param("disposal", terms.disposal().name())
            .update(key, "id");
    return opened == 1 ? Optional.of(key.getKeyAs(Long.class)) : Optional.empty();
  }
}
