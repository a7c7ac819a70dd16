package org.millrace.engine.ledger;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.millrace.engine.db.Database;
import org.millrace.scheduling.tree.QueuePath;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.RowMapper;

/**
 * The queues that somebody has paused, or drained, in the database, so that a restart does not end
 * it. Thread-safe.
 */
public final class QueueMarks {
  private static final RowMapper<Mark> MARK =
      (row, n) -> new Mark(row.getString(1), row.getString(2), row.getTimestamp(3).toInstant());

  private final Database db;
  private final String add;
  private final String remove;
  private final String all;
  private final String among;

  /** Who did it to a queue, and when. */
  public record Mark(String queue, String by, Instant since) {}

  private QueueMarks(Database db, String done) {
    this.db = db;
    String table = done + "_queue";
    String columns = "queue, " + done + "_by, " + done + "_at";
    this.add =
        "insert into " + table + " (" + columns + ") values (:queue, :by, current_timestamp)";
    this.remove = "delete from " + table + " where queue = :queue";
    this.all = "select " + columns + " from " + table + " order by queue";
    this.among =
        "select " + columns + " from " + table + " where queue = any(:paths) order by queue";
  }

  /** Queues that get no containers. */
  public static QueueMarks paused(Database db) {
    return new QueueMarks(db, "paused");
  }

  /** Queues that take no new jobs. */
  public static QueueMarks drained(Database db) {
    return new QueueMarks(db, "drained");
  }

  /** Who did it first stays on record. */
  public void add(String queue, String by) {
    try {
      db.jdbc().sql(add).param("queue", queue).param("by", by).update();
    } catch (DuplicateKeyException doneAlready) {
      return;
    }
  }

  /** False when there was none. */
  public boolean remove(String queue) {
    return db.jdbc().sql(remove).param("queue", queue).update() > 0;
  }

  /** In order of path. */
  public List<Mark> all() {
    return db.jdbc().sql(all).query(MARK).list();
  }

  /** The one that holds for a queue: of it and those above it, that of the highest. */
  public Optional<Mark> over(String queue) {
    List<String> paths = new ArrayList<>();
    Optional<String> at = Optional.of(queue);
    while (at.isPresent()) {
      paths.add(at.get());
      at = QueuePath.parent(at.get());
    }
    return db
        .jdbc()
        .sql(among)
        .param("paths", paths.toArray(String[]::new))
        .query(MARK)
        .list()
        .stream()
        .findFirst();
  }
}
