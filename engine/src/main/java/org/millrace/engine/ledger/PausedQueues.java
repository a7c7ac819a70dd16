package org.millrace.engine.ledger;

import java.time.Instant;
import java.util.List;
import org.millrace.engine.db.Database;
import org.springframework.dao.DuplicateKeyException;

/** The queues that are paused, in the database, so that a restart does not resume them. */
public final class PausedQueues {
  private static final String ADD =
      """
      insert into paused_queue (queue, paused_by, paused_at) values (:queue, :by, current_timestamp)
      """;
  private static final String REMOVE = "delete from paused_queue where queue = :queue";
  private static final String ALL =
      "select queue, paused_by, paused_at from paused_queue order by queue";

  /** Who paused a queue, and when. */
  public record Pause(String queue, String by, Instant since) {}

  private final Database db;

  public PausedQueues(Database db) {
    this.db = db;
  }

  /** Who paused it first stays on record. */
  public void add(String queue, String by) {
    try {
      db.jdbc().sql(ADD).param("queue", queue).param("by", by).update();
    } catch (DuplicateKeyException pausedAlready) {
      return;
    }
  }

  /** False when it was not paused. */
  public boolean remove(String queue) {
    return db.jdbc().sql(REMOVE).param("queue", queue).update() > 0;
  }

  /** In order of path. */
  public List<Pause> all() {
    return db.jdbc()
        .sql(ALL)
        .query(
            (row, n) ->
                new Pause(row.getString(1), row.getString(2), row.getTimestamp(3).toInstant()))
        .list();
  }
}
