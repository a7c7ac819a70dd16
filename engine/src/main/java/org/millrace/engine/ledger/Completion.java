package org.millrace.engine.ledger;

import java.io.IOException;
import java.util.List;
import org.millrace.engine.db.Database;
import org.millrace.engine.objects.ObjectGoneException;
import org.millrace.engine.objects.ObjectRef;
import org.millrace.engine.objects.ObjectStore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ends jobs. A job with nothing left gets its results published and is COMPLETED only then; an
 * ended job's intermediate data is removed. Every step may be repeated after a crash.
 */
public final class Completion {
  private static final Logger LOG = LoggerFactory.getLogger(Completion.class);

  private static final String READY =
      """
      select id from job where state = 'ACTIVE' and outstanding = 0 and dead = 0 order by id limit 200
      """;
  private static final String RESULTS =
      "select name, bucket, object_key, etag, size from result where job_id = :job";
  private static final String PUBLISHED =
      """
      update result set bucket = :bucket, object_key = :key, etag = :etag where job_id = :job and name = :name
      """;
  private static final String COMPLETE =
      """
      update job set state = 'COMPLETED', finished_at = current_timestamp
      where id = :job and state = 'ACTIVE' and outstanding = 0
      """;
  private static final String UNTIDIED =
      JdbcJobLedger.COLUMNS
          + " where not tidied and state in ('COMPLETED', 'FAILED', 'CANCELLED') order by id limit 200";
  private static final String FORGET_PARTS = "delete from part where job_id = :job";
  private static final String TIDIED = "update job set tidied = true where id = :job";

  private final Database db;
  private final ObjectStore objects;

  public Completion(Database db, ObjectStore objects) {
    this.db = db;
    this.objects = objects;
  }

  /** Jobs that have nothing left to do and wait for their results to be published. */
  public List<Long> ready() {
    return db.jdbc().sql(READY).query(Long.class).list();
  }

  /** Publishes a job's results and completes it. Without effect on a job that is not ready. */
  public void complete(long jobId) throws IOException {
    List<Written> results =
        db.jdbc()
            .sql(RESULTS)
            .param("job", jobId)
            .query(
                (row, n) ->
                    new Written(
                        row.getString(1),
                        new ObjectRef(
                            row.getString(2), row.getString(3), row.getString(4), row.getLong(5))))
            .list();
    for (Written result : results) {
      publish(jobId, result);
    }
    db.jdbc().sql(COMPLETE).param("job", jobId).update();
  }

  /** Ended jobs whose input and intermediate data have not been dealt with. */
  public List<Job> untidied() {
    return db.jdbc().sql(UNTIDIED).query(JdbcJobLedger::bare).list();
  }

  /** Removes a job's intermediate data. A failed job's parts stay, for a replay needs them. */
  public void tidy(Job job) throws IOException {
    if (job.state() != JobState.FAILED) {
      objects.deleteAll("work", job.id() + "/");
      db.jdbc().sql(FORGET_PARTS).param("job", job.id()).update();
    }
    db.jdbc().sql(TIDIED).param("job", job.id()).update();
  }

  private void publish(long jobId, Written result) throws IOException {
    String key = jobId + "/" + result.name();
    if (result.object().bucket().equals("results")) {
      return;
    }
    ObjectRef published;
    try {
      published = objects.copy(result.object(), "results", key);
    } catch (ObjectGoneException e) {
      LOG.error("Job {}: result {} is gone before it was published", jobId, result.name(), e);
      throw e;
    }
    db.jdbc()
        .sql(PUBLISHED)
        .param("bucket", published.bucket())
        .param("key", published.key())
        .param("etag", published.etag())
        .param("job", jobId)
        .param("name", result.name())
        .update();
  }

  private record Written(String name, ObjectRef object) {}
}
