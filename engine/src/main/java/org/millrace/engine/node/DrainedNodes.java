package org.millrace.engine.node;

import java.time.Instant;
import java.util.List;
import org.millrace.engine.db.Database;
import org.springframework.dao.DuplicateKeyException;

/**
 * The workers that somebody has drained, by name and in the database, so that neither their own
 * restart nor a manager's gives them work again. Thread-safe.
 */
public final class DrainedNodes {
  private static final String ADD =
      """
      insert into drained_node (name, drained_by, drained_at) values (:name, :by, current_timestamp)
      """;
  private static final String REMOVE = "delete from drained_node where name = :name";
  private static final String ALL =
      "select name, drained_by, drained_at from drained_node order by name";

  /** Who drained a worker, and when. */
  public record Drain(String node, String by, Instant since) {}

  private final Database db;

  public DrainedNodes(Database db) {
    this.db = db;
  }

  /** Who drained it first stays on record. The leader's next cycle ends what runs there. */
  public void add(String node, String by) {
    try {
      db.jdbc().sql(ADD).param("name", node).param("by", by).update();
    } catch (DuplicateKeyException drainedAlready) {
      return;
    }
  }

  /** False when it was not drained. */
  public boolean remove(String node) {
    return db.jdbc().sql(REMOVE).param("name", node).update() > 0;
  }

  /** In order of name, those included whose process is not there now. */
  public List<Drain> all() {
    return db.jdbc()
        .sql(ALL)
        .query(
            (row, n) ->
                new Drain(row.getString(1), row.getString(2), row.getTimestamp(3).toInstant()))
        .list();
  }
}
