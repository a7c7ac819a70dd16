package org.millrace.engine.ledger;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.millrace.engine.Json;
import org.millrace.engine.analytics.Dimensions;
import org.millrace.engine.analytics.Meter;
import org.millrace.engine.announce.JobEnds;
import org.millrace.engine.db.Database;
import org.millrace.engine.objects.ObjectRef;
import org.millrace.engine.pipeline.Pipeline;
import org.millrace.engine.pipeline.PipelineCatalog;
import org.millrace.engine.replay.KeptInputs;
import org.millrace.engine.replay.Restoring;
import org.millrace.engine.task.Emission;
import org.millrace.engine.task.TaskIds;
import org.millrace.engine.transport.Transports;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes accepted jobs active and sends their first tasks, but to those whose messages are tasks
 * already. One that begins at a stage of another job gets what that had kept there. Which, and
 * when, the scheduler decides. A job whose pipeline has no route at the moment stays as it is.
 */
public final class Admission {
  private static final Logger LOG = LoggerFactory.getLogger(Admission.class);

  /* Locked: its first task goes to the queue that is read here. */
  private static final String FIND =
      """
      select id, pipeline, queue, source, input_bucket, input_key, input_etag, input_size,
             intake_open is not null as stream, from_job, from_stage
      from job
      where id = any(:jobs) and state = 'ACCEPTED' order by id
      """;
  private static final String ACTIVATE =
      """
      update job set state = 'ACTIVE', started_at = current_timestamp, outstanding = :tasks
      where id = :job and state = 'ACCEPTED'
      """;
  private static final String ACTIVATE_STREAM =
      """
      update job set state = 'ACTIVE', started_at = current_timestamp
      where id = :job and state = 'ACCEPTED'
      """;
  private static final String REFUSE =
      """
      update job set state = 'FAILED', error = :reason, finished_at = current_timestamp
      where id = :job and state in ('ACCEPTED', 'ACTIVE') and intake_open is null
      """;
  private static final String COUNT =
      """
      insert into job_stage (job_id, stage, created, done, failed, dead) values (:job, :stage, :tasks, 0, 0, 0)
      """;

  private final Database db;
  private final PipelineCatalog pipelines;
  private final Transports transports;
  private final Meter meter;
  private final JobEnds ends;
  private final KeptInputs kept;
  private final Restoring restoring;

  public Admission(
      Database db,
      PipelineCatalog pipelines,
      Transports transports,
      Meter meter,
      JobEnds ends,
      KeptInputs kept,
      Restoring restoring) {
    this.kept = kept;
    this.restoring = restoring;
    this.db = db;
    this.pipelines = pipelines;
    this.transports = transports;
    this.meter = meter;
    this.ends = ends;
  }

  /** Makes these jobs active, in one commit; those that are no longer accepted are passed over. */
  public void admit(List<Long> jobIds) {
    if (!jobIds.isEmpty()) {
      List<Begun> begun = new ArrayList<>();
      db.inTransaction(() -> find(jobIds).forEach(job -> admit(job, begun)));
      begun.forEach(each -> meter.counted(each.where(), each.tasks(), 0, 0, 0));
    }
  }

  /**
   * Fails a job that its queue does not take. One of messages waits instead, until it is moved or
   * cancelled: they have been acknowledged, and nobody would send them again.
   */
  public void refuse(long jobId, String reason) {
    boolean refused =
        db.inTransaction(
            () -> {
              int changed =
                  db.jdbc().sql(REFUSE).param("job", jobId).param("reason", reason).update();
              if (changed == 1) {
                ends.note(List.of(jobId));
              }
              return changed == 1;
            });
    if (!refused) {
      LOG.warn("Job {} of messages waits, as its queue does not take it: {}", jobId, reason);
    }
  }

  private List<Accepted> find(List<Long> jobIds) {
    return db.jdbc()
        .sql(FIND + db.dialect().forChange())
        .param("jobs", jobIds.toArray(Long[]::new))
        .query(
            (row, n) ->
                new Accepted(
                    row.getLong(1),
                    row.getString(2),
                    row.getString(3),
                    row.getString(4),
                    new ObjectRef(
                        row.getString(5), row.getString(6), row.getString(7), row.getLong(8)),
                    row.getBoolean(9),
                    row.getLong(10),
                    row.getString(11)))
        .list();
  }

  private void admit(Accepted job, List<Begun> begun) {
    Optional<Pipeline> pipeline = pipelines.find(job.pipeline(), job.stage());
    if (pipeline.isEmpty()) {
      if (pipelines.find(job.pipeline()).isPresent()) {
        refuse(
            job.id(),
            "it was to begin at stage "
                + job.stage()
                + ", which pipeline "
                + job.pipeline()
                + " no longer has");
      }
      return;
    }
    String entry = pipeline.get().entry();
    if (job.stage() != null) {
      beginWithinAnother(job, entry, begun);
    } else if (job.stream()) {
      // Its tasks came, and were counted, with its messages.
      db.jdbc().sql(ACTIVATE_STREAM).param("job", job.id()).update();
    } else if (activate(job, entry, 1, begun)) {
      transports.send(
          job.id(),
          job.queue(),
          List.of(Emission.of(TaskIds.entry(job.id(), entry), entry, job.input())));
    }
  }

  private void beginWithinAnother(Accepted job, String stage, List<Begun> begun) {
    if (pipelines.isBarrier(stage)) {
      // Nothing is left before it: whoever counts finds it due.
      db.jdbc().sql(ACTIVATE).param("job", job.id()).param("tasks", 0).update();
      db.jdbc()
          .sql(Completion.COUNT_AGAIN)
          .param("job", job.id())
          .param("delta", Json.write(Delta.none()))
          .update();
    } else if (activate(job, stage, kept.count(job.from(), stage), begun)) {
      restoring.begin(job.id());
    }
  }

  private boolean activate(Accepted job, String stage, long tasks, List<Begun> begun) {
    if (db.jdbc().sql(ACTIVATE).param("job", job.id()).param("tasks", tasks).update() == 0) {
      return false;
    }
    db.jdbc()
        .sql(COUNT)
        .param("job", job.id())
        .param("stage", stage)
        .param("tasks", tasks)
        .update();
    begun.add(new Begun(new Dimensions(stage, job.queue(), job.source(), job.pipeline()), tasks));
    return true;
  }

  private record Begun(Dimensions where, long tasks) {}

  /**
   * @param from whose kept inputs it begins with
   * @param stage at which it begins; null at the pipeline's entry
   */
  private record Accepted(
      long id,
      String pipeline,
      String queue,
      String source,
      ObjectRef input,
      boolean stream,
      long from,
      String stage) {}
}
