package org.millrace.engine.ledger;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.millrace.engine.db.Database;
import org.springframework.jdbc.core.namedparam.SqlParameterSource;

/**
 * Tasks of paused jobs that somebody else's container took from their lane. They lie among the
 * delayed tasks, due in a time that does not come, until their job is resumed.
 */
final class ParkedTasks {
  /* Locked against a resumption at the same time, which would not see what is written here. */
  private static final String LOCK_JOB = "select state from job where id = :job for update";
  private static final String PARK =
      "insert into delayed_task ("
          + TaskRows.WRITTEN
          + ", due_at) values ("
          + TaskRows.VALUES
          + ", timestamp with time zone '9999-01-01 00:00:00+00')";
  private static final String SEND_ON =
      "insert into delayed_task ("
          + TaskRows.WRITTEN
          + ", due_at) values ("
          + TaskRows.VALUES
          + ", current_timestamp)";
  private static final String RELEASE =
      """
      update delayed_task set due_at = current_timestamp
      where job_id = :job and due_at >= timestamp with time zone '9999-01-01 00:00:00+00'
      """;

  private final Database db;
  private final TaskRows rows;

  ParkedTasks(Database db, TaskRows rows) {
    this.db = db;
    this.rows = rows;
  }

  /** Within the caller's transaction. A job that was resumed meanwhile gets its tasks at once. */
  void park(List<Effects.Delayed> tasks) {
    Map<Long, List<Effects.Delayed>> byJob =
        tasks.stream()
            .collect(
                Collectors.groupingBy(
                    each -> each.envelope().task().jobId(), TreeMap::new, Collectors.toList()));
    byJob.forEach(
        (job, each) ->
            db.batch(
                isPaused(job) ? PARK : SEND_ON,
                each.stream()
                    .map(one -> rows.params(one.envelope()))
                    .toArray(SqlParameterSource[]::new)));
  }

  /** Within the transaction that resumes the job. */
  static void release(Database db, long jobId) {
    db.jdbc().sql(RELEASE).param("job", jobId).update();
  }

  private boolean isPaused(long jobId) {
    return db.jdbc()
        .sql(LOCK_JOB)
        .param("job", jobId)
        .query(String.class)
        .optional()
        .filter(JobState.PAUSED.name()::equals)
        .isPresent();
  }
}
