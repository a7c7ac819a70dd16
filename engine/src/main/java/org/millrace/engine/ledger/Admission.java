package org.millrace.engine.ledger;

import java.util.List;
import org.millrace.engine.db.Database;
import org.millrace.engine.objects.ObjectRef;
import org.millrace.engine.pipeline.Pipeline;
import org.millrace.engine.pipeline.PipelineCatalog;
import org.millrace.engine.task.Emission;
import org.millrace.engine.task.TaskIds;
import org.millrace.engine.transport.Transport;

/**
 * Lets accepted jobs become active, oldest first, and sends their first tasks. A job whose pipeline
 * has no route at the moment waits and holds no other up.
 */
public final class Admission {
  private static final String ACTIVE = "select count(*) from job where state = 'ACTIVE'";
  /* Not locked here: on H2 that would lock every accepted job. Each is taken by its own update. */
  private static final String NEXT =
      """
      select id, pipeline, queue, input_bucket, input_key, input_etag, input_size from job
      where state = 'ACCEPTED' and pipeline in (:known) order by id limit :max
      """;
  private static final String ACTIVATE =
      """
      update job set state = 'ACTIVE', started_at = current_timestamp, outstanding = 1
      where id = :job and state = 'ACCEPTED'
      """;
  private static final String COUNT =
      """
      insert into job_stage (job_id, stage, created, done, failed, dead) values (:job, :stage, 1, 0, 0, 0)
      """;

  private final Database db;
  private final PipelineCatalog pipelines;
  private final Transport transport;
  private final int maxActive;

  /**
   * @param maxActive most jobs active at once: bounds what the ledger has to look at in every cycle
   */
  public Admission(Database db, PipelineCatalog pipelines, Transport transport, int maxActive) {
    this.db = db;
    this.pipelines = pipelines;
    this.transport = transport;
    this.maxActive = maxActive;
  }

  /** Admits what there is room for; answers how many jobs left the state ACCEPTED. */
  public int admit() {
    List<String> known = pipelines.all().stream().map(Pipeline::name).toList();
    if (known.isEmpty()) {
      return 0;
    }
    int room = maxActive - db.jdbc().sql(ACTIVE).query(Integer.class).single();
    return room <= 0 ? 0 : db.inTransaction(() -> admit(known, room));
  }

  private int admit(List<String> known, int room) {
    List<Accepted> jobs =
        db.jdbc()
            .sql(NEXT)
            .param("known", known)
            .param("max", room)
            .query(
                (row, n) ->
                    new Accepted(
                        row.getLong(1),
                        row.getString(2),
                        row.getString(3),
                        new ObjectRef(
                            row.getString(4), row.getString(5), row.getString(6), row.getLong(7))))
            .list();
    jobs.forEach(this::admit);
    return jobs.size();
  }

  private void admit(Accepted job) {
    String entry = pipelines.find(job.pipeline()).orElseThrow().entry();
    if (db.jdbc().sql(ACTIVATE).param("job", job.id()).update() == 0) {
      return;
    }
    db.jdbc().sql(COUNT).param("job", job.id()).param("stage", entry).update();
    transport.send(
        job.id(),
        job.queue(),
        List.of(Emission.of(TaskIds.entry(job.id(), entry), entry, job.input())));
  }

  private record Accepted(long id, String pipeline, String queue, ObjectRef input) {}
}
