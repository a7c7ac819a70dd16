package org.millrace.engine.ledger;

import com.fasterxml.jackson.core.type.TypeReference;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.millrace.engine.Json;
import org.millrace.engine.analytics.Dimensions;
import org.millrace.engine.analytics.Meter;
import org.millrace.engine.announce.JobEnds;
import org.millrace.engine.db.Database;
import org.millrace.engine.pipeline.Pipeline;
import org.millrace.engine.pipeline.PipelineCatalog;
import org.millrace.engine.task.Emission;
import org.millrace.engine.task.TaskIds;
import org.millrace.engine.transport.Transports;
import org.springframework.dao.OptimisticLockingFailureException;

/**
 * Adds what settlements recorded to the jobs' counters, opens barriers that have become due and
 * ends jobs that cannot complete; neither while a job's intake is open. A row is read once: it is
 * removed in the transaction that counts it.
 */
public final class ProgressFold {
  private static final int AT_ONCE = 2000;
  private static final String READ =
      "select id, job_id, delta from progress order by id limit " + AT_ONCE;
  private static final String FORGET = "delete from progress where id = any(:ids)";
  private static final String LOCK_JOB =
      """
      select pipeline, queue, source, state, outstanding, dead, intake_open, from_stage from job
      where id = :job
      """;
  private static final String ADD =
      """
      update job_stage set created = created + :created, done = done + :done,
             failed = failed + :failed, dead = dead + :dead
      where job_id = :job and stage = :stage
      """;
  private static final String FIRST =
      """
      insert into job_stage (job_id, stage, created, done, failed, dead)
      values (:job, :stage, :created, :done, :failed, :dead)
      """;
  private static final String CLOSE_INTAKE = "update job set intake_open = false where id = :job";
  private static final String TOTAL =
      "update job set outstanding = :outstanding, dead = :dead where id = :job";
  private static final String STAGES =
      "select stage, created, done, failed, dead from job_stage where job_id = :job";
  private static final String FAIL =
      """
      update job set state = 'FAILED', error = :error, rejected = :rejected, finished_at = current_timestamp
      where id = :job
      """;
  /* What a late settlement left behind is tidied up once more. A failed job keeps all for a replay. */
  private static final String UNTIDY =
      "update job set tidied = false where id = :job and state = 'CANCELLED'";
  static final String FIRST_DEATH =
      "select errors from dead_letter where job_id = :job order by job_id, id limit 1";

  private static final TypeReference<Delta> DELTA = new TypeReference<>() {};
  private static final TypeReference<List<Map<String, Object>>> HISTORY = new TypeReference<>() {};

  private final Database db;
  private final PipelineCatalog pipelines;
  private final Transports transports;
  private final DelayedTasks delayed;
  private final Meter meter;
  private final JobEnds ends;

  public ProgressFold(
      Database db,
      PipelineCatalog pipelines,
      Transports transports,
      DelayedTasks delayed,
      Meter meter,
      JobEnds ends) {
    this.db = db;
    this.pipelines = pipelines;
    this.transports = transports;
    this.delayed = delayed;
    this.meter = meter;
    this.ends = ends;
  }

  /**
   * Folds what there is, up to a bounded number of rows, in one transaction.
   *
   * @return whether there may be more than these
   */
  public boolean fold() {
    List<Runnable> seen = new ArrayList<>();
    int folded = fold(seen);
    seen.forEach(Runnable::run);
    return folded == AT_ONCE;
  }

  /**
   * @param seen what to tell the meter once this has been committed
   */
  private int fold(List<Runnable> seen) {
    return db.inTransaction(
        () -> {
          // By place: by name, the mapper tries "jobId" first, and H2 logs a stack trace a row.
          List<Row> rows =
              db.jdbc()
                  .sql(READ)
                  .query((rs, n) -> new Row(rs.getLong(1), rs.getLong(2), rs.getString(3)))
                  .list();
          if (!rows.isEmpty()) {
            forget(rows);
            TreeMap<Long, Delta> byJob = new TreeMap<>();
            rows.forEach(row -> byJob.merge(row.jobId(), row.read(), Delta::plus));
            byJob.forEach((job, delta) -> apply(job, delta, seen));
          }
          return rows.size();
        });
  }

  /** Counts and consequences for one job, under its lock. */
  private void apply(long jobId, Delta delta, List<Runnable> seen) {
    Counters job =
        db.jdbc()
            .sql(LOCK_JOB + db.dialect().forChange())
            .param("job", jobId)
            .query(Counters.class)
            .optional()
            .orElse(null);
    if (job == null) {
      return;
    }
    delta
        .byStage()
        .forEach(
            (stage, counts) -> {
              add(jobId, stage, counts);
              seen.add(() -> meter(jobId, job, stage, counts));
            });
    if (delta.closed()) {
      // Not before: what came until then stands in earlier rows, which have been counted.
      db.jdbc().sql(CLOSE_INTAKE).param("job", jobId).update();
    }
    boolean open = Boolean.TRUE.equals(job.intakeOpen()) && !delta.closed();
    long outstanding = job.outstanding() + delta.outstanding();
    long dead = job.dead() + delta.dead();
    if (job.state().ended()) {
      // Settled after the job was cancelled or failed: what it sent on is not wanted any more.
      drop(jobId, job);
      db.jdbc().sql(UNTIDY).param("job", jobId).update();
    } else if (delta.rejected() != null) {
      fail(jobId, delta.rejected(), true);
      drop(jobId, job);
    } else if (!open) {
      outstanding += openBarriers(jobId, job, seen);
      if (outstanding == 0 && dead > 0) {
        fail(jobId, deaths(jobId, dead), false);
      }
    }
    db.jdbc()
        .sql(TOTAL)
        .param("job", jobId)
        .param("outstanding", outstanding)
        .param("dead", dead)
        .update();
  }

  private void meter(long jobId, Counters job, String stage, StageCounts counts) {
    if (meter.isOn()) {
      meter.jobs().counted(jobId, stage, Math.max(0, counts.done()), Math.max(0, counts.failed()));
      meter.counted(
          new Dimensions(stage, job.queue(), job.source(), job.pipeline()),
          counts.created(),
          counts.done(),
          counts.failed(),
          counts.dead());
    }
  }

  private void drop(long jobId, Counters job) {
    transports.purge(jobId, job.queue());
    delayed.drop(jobId);
  }

  private void add(long jobId, String stage, StageCounts counts) {
    for (String sql : List.of(ADD, FIRST)) {
      int changed =
          db.jdbc()
              .sql(sql)
              .param("job", jobId)
              .param("stage", stage)
              .param("created", counts.created())
              .param("done", counts.done())
              .param("failed", counts.failed())
              .param("dead", counts.dead())
              .update();
      if (changed > 0) {
        return;
      }
    }
  }

  /**
   * Sends its one task to each barrier stage before which nothing is left. A dead task before it
   * holds it back: a result is whole or it is not given. One that was discarded counts as done.
   *
   * @return how many tasks were sent
   */
  private int openBarriers(long jobId, Counters job, List<Runnable> seen) {
    Pipeline pipeline = pipelines.find(job.pipeline(), job.fromStage()).orElse(null);
    if (pipeline == null || pipeline.barriers().isEmpty()) {
      return 0;
    }
    TreeMap<String, StageCounts> counts = new TreeMap<>();
    db.jdbc()
        .sql(STAGES)
        .param("job", jobId)
        .query(
            (row, n) ->
                counts.put(
                    row.getString(1),
                    new StageCounts(
                        row.getLong(2), row.getLong(3), row.getLong(4), row.getLong(5))))
        .list();
    int opened = 0;
    for (Map.Entry<String, java.util.Set<String>> barrier : pipeline.barriers().entrySet()) {
      boolean due =
          counts.getOrDefault(barrier.getKey(), StageCounts.NONE).created() == 0
              && barrier.getValue().stream()
                  .map(stage -> counts.getOrDefault(stage, StageCounts.NONE))
                  .allMatch(stage -> stage.pending() == 0 && stage.dead() == 0);
      if (due) {
        String stage = barrier.getKey();
        transports.send(
            jobId, job.queue(), List.of(Emission.of(TaskIds.barrier(jobId, stage), stage, null)));
        add(jobId, stage, StageCounts.created(1));
        counts.put(stage, StageCounts.created(1));
        seen.add(() -> meter(jobId, job, stage, StageCounts.created(1)));
        opened++;
      }
    }
    return opened;
  }

  /**
   * @param rejected it cannot go on, whatever becomes of its dead tasks
   */
  private void fail(long jobId, String error, boolean rejected) {
    String kept = error.length() > 4000 ? error.substring(0, 4000) : error;
    db.jdbc()
        .sql(FAIL)
        .param("job", jobId)
        .param("error", kept)
        .param("rejected", rejected)
        .update();
    ends.note(List.of(jobId));
  }

  private String deaths(long jobId, long dead) {
    String errors =
        db.jdbc().sql(FIRST_DEATH).param("job", jobId).query(String.class).optional().orElse("[]");
    List<Map<String, Object>> history = Json.read(errors, HISTORY);
    Object last = history.isEmpty() ? "unknown" : history.get(history.size() - 1).get("error");
    return dead + (dead == 1 ? " task is dead: " : " tasks are dead, the first: ") + last;
  }

  private void forget(List<Row> rows) {
    Long[] ids = rows.stream().map(Row::id).toArray(Long[]::new);
    // A leader that stood still between reading and this may have been replaced.
    if (db.jdbc().sql(FORGET).param("ids", ids).update() != ids.length) {
      throw new OptimisticLockingFailureException(
          "progress: every row is counted once, and another manager has counted some of "
              + ids.length
              + " meanwhile; nothing of them was counted here");
    }
  }

  private record Row(long id, long jobId, String delta) {
    Delta read() {
      return Json.read(delta, DELTA);
    }
  }

  private record Counters(
      String pipeline,
      String queue,
      String source,
      JobState state,
      long outstanding,
      long dead,
      Boolean intakeOpen,
      String fromStage) {}
}
