package org.millrace.engine.ledger;

import java.util.List;
import java.util.Optional;
import org.millrace.engine.db.Database;
import org.millrace.engine.objects.ObjectRef;
import org.millrace.engine.pipeline.Pipeline;
import org.millrace.engine.pipeline.PipelineCatalog;
import org.millrace.engine.task.Emission;
import org.millrace.engine.task.TaskIds;
import org.millrace.engine.transport.Transports;

/**
 * Makes accepted jobs active and sends their first tasks. Which, and when, the scheduler decides. A
 * job whose pipeline has no route at the moment stays as it is.
 */
public final class Admission {
  /* Locked: its first task goes to the queue that is read here. */
  private static final String FIND =
      """
      select id, pipeline, queue, input_bucket, input_key, input_etag, input_size from job
      where id = any(:jobs) and state = 'ACCEPTED' order by id for update
      """;
  private static final String ACTIVATE =
      """
      update job set state = 'ACTIVE', started_at = current_timestamp, outstanding = 1
      where id = :job and state = 'ACCEPTED'
      """;
  private static final String REFUSE =
      """
      update job set state = 'FAILED', error = :reason, finished_at = current_timestamp
      where id = :job and state in ('ACCEPTED', 'ACTIVE')
      """;
  private static final String COUNT =
      """
      insert into job_stage (job_id, stage, created, done, failed, dead) values (:job, :stage, 1, 0, 0, 0)
      """;

  private final Database db;
  private final PipelineCatalog pipelines;
  private final Transports transports;

  public Admission(Database db, PipelineCatalog pipelines, Transports transports) {
    this.db = db;
    this.pipelines = pipelines;
    this.transports = transports;
  }

  /** Makes these jobs active, in one commit; those that are no longer accepted are passed over. */
  public void admit(List<Long> jobIds) {
    if (!jobIds.isEmpty()) {
      db.inTransaction(() -> find(jobIds).forEach(this::admit));
    }
  }

  /** Fails a job that its queue does not take. */
  public void refuse(long jobId, String reason) {
    db.jdbc().sql(REFUSE).param("job", jobId).param("reason", reason).update();
  }

  private List<Accepted> find(List<Long> jobIds) {
    return db.jdbc()
        .sql(FIND)
        .param("jobs", jobIds.toArray(Long[]::new))
        .query(
            (row, n) ->
                new Accepted(
                    row.getLong(1),
                    row.getString(2),
                    row.getString(3),
                    new ObjectRef(
                        row.getString(4), row.getString(5), row.getString(6), row.getLong(7))))
        .list();
  }

  private void admit(Accepted job) {
    Optional<Pipeline> pipeline = pipelines.find(job.pipeline());
    if (pipeline.isEmpty()) {
      return;
    }
    String entry = pipeline.get().entry();
    if (db.jdbc().sql(ACTIVATE).param("job", job.id()).update() == 0) {
      return;
    }
    db.jdbc().sql(COUNT).param("job", job.id()).param("stage", entry).update();
    transports.send(
        job.id(),
        job.queue(),
        List.of(Emission.of(TaskIds.entry(job.id(), entry), entry, job.input())));
  }

  private record Accepted(long id, String pipeline, String queue, ObjectRef input) {}
}
