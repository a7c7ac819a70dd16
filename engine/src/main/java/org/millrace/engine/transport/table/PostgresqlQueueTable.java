package org.millrace.engine.transport.table;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.millrace.engine.db.Database;
import org.millrace.engine.lease.Lease;
import org.millrace.engine.ledger.TaskRows;
import org.millrace.engine.task.Task;
import org.millrace.engine.transport.Envelope;
import org.springframework.jdbc.support.SqlArrayValue;

final class PostgresqlQueueTable implements QueueTable {
  /* Without statistics, as in a table that was empty a moment ago, the planner takes a lane for a
   * handful of rows, and reads and sorts the whole of it at every claim: eight times the work at
   * 20,000 rows. Without sorting, the index that has the order is all that is left. */
  private static final String IN_INDEX_ORDER = "set local enable_sort = off";

  /* The array keeps the plan on the indexes: joined to a CTE, a prepared statement turns into a hash
   * join over the whole table. Ordered by the index's own columns for the same reason. */
  private static final String CLAIM =
      """
      update task set lease_id = ?, attempt = attempt + 1
      where id = any(array(
        select id from task
        where lane_id = ? and lease_id is null
        order by lane_id, job_id, id
        for update skip locked
        limit ?))
      returning\s"""
          + TaskRows.READY_COLUMNS;

  /* One statement for all rows, and one message to the server for all bodies. */
  private static final String INSERT =
      "insert into task ("
          + TaskRows.WRITTEN
          + ") select * from unnest(?::uuid[], ?::int[], ?::bigint[], ?::int[], ?::boolean[],"
          + " ?::text[], ?::text[], ?::bytea[], ?::text[])";
  private static final List<String> TYPES =
      List.of("uuid", "int4", "int8", "int4", "bool", "text", "text", "bytea", "text");

  private static final Comparator<Task> LANE_ORDER =
      Comparator.comparingLong(Task::jobId).thenComparingLong(Task::id);

  private final Database db;
  private final TaskRows rows;

  PostgresqlQueueTable(Database db, TaskRows rows) {
    this.db = db;
    this.rows = rows;
  }

  @Override
  public void insert(List<Envelope> tasks) {
    if (tasks.isEmpty()) {
      return;
    }
    List<Object[]> values = tasks.stream().map(rows::values).toList();
    List<SqlArrayValue> columns = new ArrayList<>();
    for (int i = 0; i < TYPES.size(); i++) {
      columns.add(new SqlArrayValue(TYPES.get(i), column(values, i)));
    }
    db.later(INSERT, columns, inserted -> {});
  }

  /** Bodies as an array of byte arrays: only that goes to the server as it is. */
  private static Object[] column(List<Object[]> rows, int i) {
    Object[] column =
        "bytea".equals(TYPES.get(i)) ? new byte[rows.size()][] : new Object[rows.size()];
    for (int row = 0; row < column.length; row++) {
      column[row] = rows.get(row)[i];
    }
    return column;
  }

  @Override
  public List<Task> claim(Lease lease, int max) {
    db.later(IN_INDEX_ORDER, List.of(), done -> {});
    List<Task> claimed =
        db.query(CLAIM, List.of(lease.epoch(), lease.laneId(), max), TaskRows::readReady);
    claimed.sort(LANE_ORDER);
    return claimed;
  }
}
