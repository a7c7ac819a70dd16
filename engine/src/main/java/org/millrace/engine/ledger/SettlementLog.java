package org.millrace.engine.ledger;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.millrace.engine.Json;
import org.millrace.engine.db.Database;
import org.millrace.engine.pipeline.PipelineCatalog;
import org.millrace.engine.task.Emission;
import org.millrace.engine.task.Outcome;
import org.millrace.engine.task.ResultObject;
import org.springframework.jdbc.core.namedparam.MapSqlParameterSource;
import org.springframework.jdbc.core.namedparam.SqlParameterSource;

/**
 * Appends what a settlement did, inside its transaction: counts for {@link ProgressFold} to add up,
 * parts for barrier stages, result objects. Appending, not updating: workers never wait for one
 * another at a job's row. Thread-safe.
 */
public final class SettlementLog {
  private static final String PROGRESS =
      "insert into progress (job_id, delta) values (:job, :delta)";
  private static final String PART =
      """
      insert into part (job_id, stage, content_type, body) values (:job, :stage, :type, :body)
      """;
  private static final String FORGET_RESULT =
      "delete from result where job_id = :job and name = :name";
  private static final String RESULT =
      """
      insert into result (job_id, name, bucket, object_key, etag, size)
      values (:job, :name, :bucket, :key, :etag, :size)
      """;

  private final Database db;
  private final PipelineCatalog pipelines;

  public SettlementLog(Database db, PipelineCatalog pipelines) {
    this.db = db;
    this.pipelines = pipelines;
  }

  /** What a task sent to ordinary stages: the transport's to move. The rest become parts. */
  public List<Emission> messages(Outcome.Done done) {
    return done.emissions().stream().filter(each -> !pipelines.isBarrier(each.stage())).toList();
  }

  /** Records outcomes of tasks at a stage, one row of counts a job. */
  public void record(String stage, List<Outcome> outcomes) {
    TreeMap<Long, Delta> deltas = new TreeMap<>();
    List<SqlParameterSource> parts = new ArrayList<>();
    for (Outcome outcome : outcomes) {
      long job = outcome.task().jobId();
      Delta delta = deltas.computeIfAbsent(job, id -> Delta.none());
      deltas.put(job, count(stage, outcome, delta));
      if (outcome instanceof Outcome.Done done) {
        done.results().forEach(result -> record(job, result));
        done.emissions().stream()
            .filter(each -> pipelines.isBarrier(each.stage()))
            .forEach(each -> parts.add(part(job, each)));
      }
    }
    db.batch(PART, parts.toArray(SqlParameterSource[]::new));
    db.batch(
        PROGRESS,
        deltas.entrySet().stream().map(SettlementLog::row).toArray(SqlParameterSource[]::new));
  }

  private Delta count(String stage, Outcome outcome, Delta delta) {
    if (outcome instanceof Outcome.Done done) {
      delta.add(stage, new StageCounts(0, 1, 0, 0));
      messages(done).forEach(each -> delta.add(each.stage(), StageCounts.created(1)));
    } else if (outcome instanceof Outcome.Retry) {
      delta.add(stage, new StageCounts(0, 0, 1, 0));
    } else if (outcome instanceof Outcome.Dead) {
      delta.add(stage, new StageCounts(0, 0, 1, 1));
    } else if (outcome instanceof Outcome.Rejected rejected) {
      delta.add(stage, new StageCounts(0, 0, 1, 1));
      return delta.rejected(rejected.reason());
    }
    return delta;
  }

  private void record(long job, ResultObject result) {
    db.jdbc().sql(FORGET_RESULT).param("job", job).param("name", result.name()).update();
    db.jdbc()
        .sql(RESULT)
        .param("job", job)
        .param("name", result.name())
        .param("bucket", result.object().bucket())
        .param("key", result.object().key())
        .param("etag", result.object().etag())
        .param("size", result.object().size())
        .update();
  }

  private static SqlParameterSource part(long job, Emission emission) {
    return new MapSqlParameterSource()
        .addValue("job", job)
        .addValue("stage", emission.stage())
        .addValue("type", emission.body().contentType())
        .addValue("body", emission.body().bytes());
  }

  private static SqlParameterSource row(Map.Entry<Long, Delta> entry) {
    return new MapSqlParameterSource()
        .addValue("job", entry.getKey())
        .addValue("delta", Json.write(entry.getValue()));
  }
}
