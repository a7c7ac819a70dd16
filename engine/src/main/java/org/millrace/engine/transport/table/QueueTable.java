package org.millrace.engine.transport.table;

import java.util.List;
import org.millrace.engine.db.Database;
import org.millrace.engine.lease.Lease;
import org.millrace.engine.ledger.TaskRows;
import org.millrace.engine.task.Task;
import org.millrace.engine.transport.Envelope;

/**
 * The statements that databases do not share: many tasks in at once, and taking tasks from a lane
 * without waiting for others. Both inside the caller's transaction.
 */
interface QueueTable {
  /** Claims up to {@code max} of the lane's first tasks. Attempts are counted. */
  List<Task> claim(Lease lease, int max);

  /** Adds tasks to their lanes, ready to be claimed. */
  void insert(List<Envelope> tasks);

  static QueueTable of(Database db, TaskRows rows) {
    return switch (db.dialect()) {
      case POSTGRESQL -> new PostgresqlQueueTable(db, rows);
      case H2 -> new H2QueueTable(db, rows);
    };
  }
}
