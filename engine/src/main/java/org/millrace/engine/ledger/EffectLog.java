package org.millrace.engine.ledger;

import java.util.List;
import java.util.function.Function;
import org.millrace.engine.Json;
import org.millrace.engine.db.Database;
import org.millrace.engine.task.Failure;
import org.millrace.engine.transport.Envelope;
import org.millrace.engine.transport.Transports;
import org.springframework.jdbc.core.namedparam.MapSqlParameterSource;
import org.springframework.jdbc.core.namedparam.SqlParameterSource;

/**
 * Writes what a settlement did, inside the caller's transaction: counts for {@link ProgressFold} to
 * add up, parts, results, failed tasks, messages. Appending, not updating: workers never wait for
 * one another at a job's row. Thread-safe.
 */
public final class EffectLog {
  private static final int LONGEST_ERROR = 2000;
  private static final String PROGRESS = "insert into progress (job_id, delta) values (?, ?)";
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
  private static final String DELAY =
      "insert into delayed_task ("
          + TaskRows.WRITTEN
          + ", due_at) values ("
          + TaskRows.VALUES
          + ", current_timestamp + cast(:millis as integer) * interval '0.001' second)";
  private static final String BURY =
      "insert into dead_letter ("
          + TaskRows.WRITTEN
          + ", error, died_at) values ("
          + TaskRows.VALUES
          + ", :error, current_timestamp)";

  private final Database db;
  private final TaskRows rows;
  private final Transports transports;

  public EffectLog(Database db, TaskRows rows, Transports transports) {
    this.db = db;
    this.rows = rows;
    this.transports = transports;
  }

  /** Within the caller's transaction. */
  public void write(Effects effects) {
    transports.send(effects.sent());
    db.batch(
        DELAY,
        params(
            effects.delayed(),
            each -> rows.params(each.envelope()).addValue("millis", each.millis())));
    db.batch(
        BURY, params(effects.dead(), each -> rows.params(each).addValue("error", lastError(each))));
    db.batch(
        PART,
        params(
            effects.parts(),
            each ->
                new MapSqlParameterSource()
                    .addValue("job", each.jobId())
                    .addValue("stage", each.stage())
                    .addValue("type", each.body().contentType())
                    .addValue("body", each.body().bytes())));
    effects.results().forEach(this::write);
    if (effects.counts().size() == 1) {
      effects.counts().forEach(this::count);
    } else {
      db.batch(
          PROGRESS,
          effects.counts().entrySet().stream()
              .map(each -> new Object[] {each.getKey(), Json.write(each.getValue())})
              .toList());
    }
  }

  /** One job's counts alone, within the caller's transaction. */
  public void count(long jobId, Delta delta) {
    db.later(PROGRESS, List.of(jobId, Json.write(delta)), inserted -> {});
  }

  /** What the last attempt said, in one line. */
  private static String lastError(Envelope dead) {
    List<Failure> failures = dead.task().failures();
    String error = failures.isEmpty() ? "" : failures.get(failures.size() - 1).error();
    String line = error.replaceAll("\\s+", " ").strip();
    return line.length() > LONGEST_ERROR ? line.substring(0, LONGEST_ERROR) : line;
  }

  private void write(Effects.Result result) {
    db.jdbc().sql(FORGET_RESULT).param("job", result.jobId()).param("name", result.name()).update();
    db.jdbc()
        .sql(RESULT)
        .param("job", result.jobId())
        .param("name", result.name())
        .param("bucket", result.object().bucket())
        .param("key", result.object().key())
        .param("etag", result.object().etag())
        .param("size", result.object().size())
        .update();
  }

  private static <T> SqlParameterSource[] params(
      List<T> each, Function<T, MapSqlParameterSource> row) {
    return each.stream().map(row).toArray(SqlParameterSource[]::new);
  }
}
