package org.millrace.engine.ledger;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;
import org.millrace.engine.db.Database;
import org.millrace.engine.ledger.DeadLetter.Content;
import org.millrace.engine.task.Task;

/** Opens dead letters. Thread-safe. */
final class DeadLetterShelf {
  private static final String LETTER = LetterWalk.SELECT + " where d.id = :id";
  private static final String ONE =
      "select " + TaskRows.COLUMNS + ", lane_id from dead_letter where id = :id";

  private final Database db;
  private final TaskRows rows;

  DeadLetterShelf(Database db, TaskRows rows) {
    this.db = db;
    this.rows = rows;
  }

  Optional<Content> find(long id) {
    return db.jdbc()
        .sql(LETTER)
        .param("id", id)
        .query(DeadLetterShelf::letter)
        .optional()
        .flatMap(
            letter ->
                db.jdbc()
                    .sql(ONE)
                    .param("id", id)
                    .query(rows::readEnvelope)
                    .optional()
                    .map(each -> content(letter, each.task())));
  }

  static DeadLetter letter(ResultSet row, int n) throws SQLException {
    return new DeadLetter(
        row.getLong(1),
        row.getLong(2),
        row.getString(3),
        row.getString(4),
        row.getInt(5),
        row.getString(6),
        row.getTimestamp(7).toInstant());
  }

  private static Content content(DeadLetter letter, Task task) {
    return new Content(letter, task.uid().toString(), task.headers(), task.body(), task.failures());
  }
}
