package org.millrace.engine.ledger;

import java.util.List;
import org.millrace.engine.db.Database;
import org.millrace.engine.transport.Envelope;
import org.millrace.engine.transport.Transports;

/** Failed tasks that wait for their next attempt, whatever transport they came by. */
public final class DelayedTasks {
  /* Locked, so that none changes its lane meanwhile. */
  private static final String DUE =
      "select "
          + TaskRows.COLUMNS
          + ", lane_id from delayed_task where due_at <= current_timestamp order by due_at limit 1000"
          + " for update";
  private static final String DROP = "delete from delayed_task where job_id = :job";
  private static final String FORGET = "delete from delayed_task where id = any(:ids)";

  private final Database db;
  private final TaskRows rows;
  private final Transports transports;

  public DelayedTasks(Database db, TaskRows rows, Transports transports) {
    this.db = db;
    this.rows = rows;
    this.transports = transports;
  }

  /** Sends those whose wait is over back into their lanes; answers how many. */
  public int promoteDue() {
    return db.inTransaction(
        () -> {
          List<Envelope> due = db.jdbc().sql(DUE).query(rows::readEnvelope).list();
          if (!due.isEmpty()) {
            Long[] ids = due.stream().map(each -> each.task().id()).toArray(Long[]::new);
            if (db.jdbc().sql(FORGET).param("ids", ids).update() != ids.length) {
              throw new IllegalStateException("delayed tasks were sent by another at once");
            }
            transports.send(due);
          }
          return due.size();
        });
  }

  /** Drops those of a job; within the caller's transaction where there is one. */
  void drop(long jobId) {
    db.jdbc().sql(DROP).param("job", jobId).update();
  }
}
