package org.millrace.engine.transport.table;

import java.util.List;
import org.millrace.engine.db.Database;
import org.millrace.engine.lease.Lease;
import org.millrace.engine.ledger.TaskRows;
import org.millrace.engine.task.Task;
import org.millrace.engine.transport.Envelope;

/**
 * The statements that databases do not share: many tasks in at once, taking tasks from a lane
 * without waiting for others, and finding rows in hand again. All inside the caller's transaction.
 */
interface QueueTable {
  /** A statement that changes a row for each of its tasks, while the lease holds them. */
  record Change(String sql, List<Object> values) {}

  /** Claims up to {@code max} of the lane's first tasks. Attempts are counted. */
  List<Task> claim(Lease lease, int max);

  /** Adds tasks to their lanes, ready to be claimed. */
  void insert(List<Envelope> tasks);

  /** Those that the lease has in hand, in the lane's order. */
  List<Task> held(Lease lease);

  /** Takes rows in hand off the table. */
  Change remove(Lease lease, List<Task> tasks);

  /** Makes rows in hand ready again, as if they had not been claimed. */
  Change giveBack(Lease lease, List<Task> tasks);

  static QueueTable of(Database db, TaskRows rows) {
    return switch (db.dialect()) {
      case POSTGRESQL -> new PostgresqlQueueTable(db, rows);
      case H2 -> new H2QueueTable(db, rows);
    };
  }
}
