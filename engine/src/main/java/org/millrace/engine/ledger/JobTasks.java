package org.millrace.engine.ledger;

import com.fasterxml.jackson.core.type.TypeReference;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import org.millrace.engine.Json;
import org.millrace.engine.db.Database;
import org.millrace.engine.task.Failure;

/**
 * The tasks of a job that the ledger knows one by one: those in hand, and those that failed and
 * wait for their next attempt. A task that is done leaves only its count. Thread-safe.
 */
public final class JobTasks {
  /* A lane is worked off in order: what is in hand stands in front, however much waits behind it. */
  static final String IN_HAND =
      """
      select t.attempt, e.node, e.id, e.granted_at, t.tasks
      from (select lease_id, attempt, id, tasks from task where lane_id = :lane and job_id = :job
            order by lane_id, job_id, id limit 2000) t
      join lease e on e.id = t.lease_id
      order by e.granted_at, t.id
      limit :limit
      """;
  static final String LANES_AT_WORK =
      """
      select distinct l.id, l.stage from lane l join lease e on e.lane_id = l.id where l.queue = :queue
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

  private record Lane(long id, String stage) {}

  /** Those that travel by the queue table; the longest in hand first. */
  public List<InHand> inHand(Job job, int limit) {
    return db
        .jdbc()
        .sql(LANES_AT_WORK)
        .param("queue", job.queue())
        .query((row, n) -> new Lane(row.getLong(1), row.getString(2)))
        .list()
        .stream()
        .flatMap(lane -> inHand(job, lane, limit).stream())
        .sorted(Comparator.comparing(InHand::since))
        .limit(limit)
        .toList();
  }

  private List<InHand> inHand(Job job, Lane lane, int limit) {
    return db
        .jdbc()
        .sql(IN_HAND)
        .param("job", job.id())
        .param("lane", lane.id())
        .param("limit", limit)
        .query(
            (row, n) ->
                Collections.nCopies(
                    Math.min(limit, row.getInt(5)),
                    new InHand(
                        lane.stage(),
                        row.getInt(1),
                        row.getString(2),
                        row.getLong(3),
                        row.getTimestamp(4).toInstant())))
        .list()
        .stream()
        .flatMap(List::stream)
        .toList();
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
