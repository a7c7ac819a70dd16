package org.millrace.engine.transport.table;

import java.util.List;
import org.millrace.engine.db.Database;
import org.millrace.engine.lease.Lease;
import org.millrace.engine.task.Task;

/**
 * The statement that databases do not share: taking tasks from a lane without waiting for others.
 */
interface QueueTable {
  /**
   * Claims up to {@code max} of the lane's first tasks, inside the caller's transaction. Attempts
   * are counted.
   */
  List<Task> claim(Lease lease, int max);

  static QueueTable of(Database db) {
    return switch (db.dialect()) {
      case POSTGRESQL -> new PostgresqlQueueTable(db);
      case H2 -> new H2QueueTable(db);
    };
  }
}
