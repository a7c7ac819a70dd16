package org.millrace.engine.transport.table;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.millrace.engine.db.Database;
import org.millrace.engine.lease.Lease;
import org.millrace.engine.ledger.TaskRows;
import org.millrace.engine.task.Task;

final class PostgresqlQueueTable implements QueueTable {
  /* The array keeps the plan on the indexes: joined to a CTE, a prepared statement turns into a hash
   * join over the whole table. Ordered by the index's own columns for the same reason. */
  private static final String CLAIM =
      """
      update task set lease_id = :lease, attempt = attempt + 1
      where id = any(array(
        select id from task
        where lane_id = :lane and lease_id is null
        order by lane_id, job_id, id
        for update skip locked
        limit :max))
      returning\s"""
          + TaskRows.COLUMNS;

  private static final Comparator<Task> LANE_ORDER =
      Comparator.comparingLong(Task::jobId).thenComparingLong(Task::id);

  private final Database db;

  PostgresqlQueueTable(Database db) {
    this.db = db;
  }

  @Override
  public List<Task> claim(Lease lease, int max) {
    List<Task> claimed =
        new ArrayList<>(
            db.jdbc()
                .sql(CLAIM)
                .param("lease", lease.epoch())
                .param("lane", lease.laneId())
                .param("max", max)
                .query(TaskRows::read)
                .list());
    claimed.sort(LANE_ORDER);
    return claimed;
  }
}
