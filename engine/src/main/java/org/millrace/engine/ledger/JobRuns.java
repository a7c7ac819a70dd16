package org.millrace.engine.ledger;

import java.util.Optional;
import org.millrace.engine.db.Database;
import org.millrace.engine.objects.ObjectRef;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.support.GeneratedKeyHolder;

/** Pauses and resumes jobs, and runs one again from the start. Thread-safe. */
public final class JobRuns {
  private static final String PAUSE =
      "update job set state = 'PAUSED' where id = :job and state in ('ACCEPTED', 'ACTIVE')"
          + Seen.HOLDS;
  private static final String RESUME =
      """
      update job set state = case when started_at is null then 'ACCEPTED' else 'ACTIVE' end
      where id = :job and state = 'PAUSED'
      """
          + Seen.HOLDS;
  /* What was kept aside meanwhile, and what waits after a failure, need not wait any longer. */
  private static final String RELEASE =
      "update delayed_task set due_at = current_timestamp where job_id = :job and due_at > current_timestamp";
  private static final String AGAIN =
      """
      insert into job (pipeline, queue, source, owner, input_bucket, input_key, input_etag, input_size,
                       disposal, settings, state, submitted_at, rerun)
      select pipeline, queue, source, :owner, :bucket, :key, :etag, :size,
             :disposal, settings, 'ACCEPTED', current_timestamp,
             (select coalesce(max(r.rerun), 0) + 1 from job r
              where r.input_bucket = :bucket and r.input_key = :key and r.input_etag = :etag)
      from job where id = :job
      """;

  private final Database db;

  public JobRuns(Database db) {
    this.db = db;
  }

  /**
   * Gives a job no more containers until it is resumed. Tasks in hand finish; the others stay, and
   * what is sent meanwhile joins them.
   *
   * @param seen only if the job still stands so
   * @return false when it is paused already, has ended, or has changed since it was seen
   */
  public boolean pause(long jobId, Seen seen) {
    return db.jdbc().sql(PAUSE).param("job", jobId).param("seen", seen.stand()).update() == 1;
  }

  /** The same, however the job stands. */
  public boolean pause(long jobId) {
    return pause(jobId, Seen.ANY);
  }

  /** False when it is not paused. */
  public boolean resume(long jobId) {
    return resume(jobId, Seen.ANY);
  }

  /** False when it is not paused, or has changed since it was seen. */
  public boolean resume(long jobId, Seen seen) {
    return db.inTransaction(
        () -> {
          boolean resumed =
              db.jdbc().sql(RESUME).param("job", jobId).param("seen", seen.stand()).update() == 1;
          if (resumed) {
            db.jdbc().sql(RELEASE).param("job", jobId).update();
          }
          return resumed;
        });
  }

  /**
   * Opens a new job that does the same as this one from the start. Every call opens one.
   *
   * @param input where the same bytes are now
   * @return the new job's id; empty when there is no such job
   */
  public Optional<Long> again(
      long jobId, ObjectRef input, JobRequest.Disposal disposal, String owner) {
    while (true) {
      try {
        GeneratedKeyHolder key = new GeneratedKeyHolder();
        int opened =
            db.jdbc()
                .sql(AGAIN)
                .param("job", jobId)
                .param("owner", owner)
                .param("bucket", input.bucket())
                .param("key", input.key())
                .param("etag", input.etag())
                .param("size", input.size())
                .param("disposal", disposal.name())
                .update(key, "id");
        return opened == 1 ? Optional.of(key.getKeyAs(Long.class)) : Optional.empty();
      } catch (DuplicateKeyException anotherTookThisNumber) {
        continue;
      }
    }
  }
}
