package org.millrace.engine.ledger;

import com.fasterxml.jackson.core.type.TypeReference;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import org.millrace.engine.Json;
import org.millrace.engine.db.Database;
import org.millrace.engine.task.Failure;

/**
 * The tasks of a job that the ledger knows one by one: those in hand, and those that failed and
 * wait for their next attempt. A task that is done leaves only its count. Thread-safe.
 */
public final class JobTasks {
  private static final String IN_HAND =
      """
      select l.stage, t.attempt, e.node, e.id, e.granted_at
      from lane l
      join task t on t.lane_id = l.id and t.job_id = :job
      join lease e on e.id = t.lease_id
      where l.queue = :queue
      order by e.granted_at, t.id
      limit :limit
      """;
  private static final String DELAYED =
      """
      select t.job_id, l.stage, t.attempt, t.due_at, t.errors
      from delayed_task t join lane l on l.id = t.lane_id
      where t.errors is not null and
      """;
  private static final String SOONEST = " order by t.due_at limit :limit";
  private static final TypeReference<List<Failure>> FAILURES = new TypeReference<>() {};

  /**
   * A task that a container has in hand.
   *
   * @param since when the container was granted, which is at or before the task's begin
   */
  public record InHand(String stage, int attempt, String node, long container, Instant since) {}

  /**
   * A task that waits for its next attempt.
   *
   * @param attempt how many it has had
   * @param failures every one of them, oldest first
   */
  public record Delayed(long job, String stage, int attempt, Instant due, List<Failure> failures) {}

  private final Database db;

  public JobTasks(Database db) {
    this.db = db;
  }

  /** Those that travel by the queue table; the longest in hand first. */
  public List<InHand> inHand(Job job, int limit) {
    return db.jdbc()
        .sql(IN_HAND)
        .param("job", job.id())
        .param("queue", job.queue())
        .param("limit", limit)
        .query(
            (row, n) ->
                new InHand(
                    row.getString(1),
                    row.getInt(2),
                    row.getString(3),
                    row.getLong(4),
                    row.getTimestamp(5).toInstant()))
        .list();
  }

  /** Of a job, those that are tried again soonest first. */
  public List<Delayed> delayed(long jobId, int limit) {
    return db.jdbc()
        .sql(DELAYED + " t.job_id = :job" + SOONEST)
        .param("job", jobId)
        .param("limit", limit)
        .query(JobTasks::delayed)
        .list();
  }

  /** Of a stage, those that are tried again soonest first. */
  public List<Delayed> delayedAt(String stage, int limit) {
    return db.jdbc()
        .sql(DELAYED + " l.stage = :stage" + SOONEST)
        .param("stage", stage)
        .param("limit", limit)
        .query(JobTasks::delayed)
        .list();
  }

  private static Delayed delayed(ResultSet row, int n) throws SQLException {
    return new Delayed(
        row.getLong(1),
        row.getString(2),
        row.getInt(3),
        row.getTimestamp(4).toInstant(),
        Json.read(row.getString(5), FAILURES));
  }
}
