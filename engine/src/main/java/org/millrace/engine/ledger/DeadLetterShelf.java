package org.millrace.engine.ledger;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.millrace.engine.db.Database;
import org.millrace.engine.ledger.DeadLetter.Content;
import org.millrace.engine.ledger.DeadLetter.Filter;
import org.millrace.engine.task.Task;

/** Looks dead letters up. Thread-safe. */
final class DeadLetterShelf {
  static final String SELECT =
      """
      select d.id, d.job_id, l.stage, coalesce(j.queue, l.queue), d.attempt, d.error, d.died_at
      from dead_letter d join lane l on l.id = d.lane_id left join job j on j.id = d.job_id
      where d.id < :before
      """;
  static final String NEWEST = " order by d.id desc limit :limit";
  static final Map<String, String> CONDITIONS =
      Map.of(
          "job", " and d.job_id = :job",
          "stage", " and l.stage = :stage",
          "queue",
              " and (coalesce(j.queue, l.queue) = :queue"
                  + " or substring(coalesce(j.queue, l.queue) from 1 for char_length(:queue) + 1) = :queue || '.')",
          "error", " and position(lower(:error) in lower(d.error)) > 0",
          "since", " and d.died_at >= :since");
  private static final String COUNT =
      """
      select count(*)
      from dead_letter d join lane l on l.id = d.lane_id left join job j on j.id = d.job_id
      where d.id < :before
      """;
  private static final String ONE =
      "select " + TaskRows.COLUMNS + ", lane_id from dead_letter where id = :id";
  private final Database db;
  private final TaskRows rows;

  DeadLetterShelf(Database db, TaskRows rows) {
    this.db = db;
    this.rows = rows;
  }

  List<DeadLetter> list(Filter filter, long before, int limit) {
    Map<String, Object> params = params(filter, before);
    params.put("limit", limit);
    return db.jdbc()
        .sql(SELECT + conditions(params) + NEWEST)
        .params(params)
        .query(DeadLetterShelf::letter)
        .list();
  }

  long count(Filter filter) {
    Map<String, Object> params = params(filter, 0);
    return db.jdbc().sql(COUNT + conditions(params)).params(params).query(Long.class).single();
  }

  Optional<Content> find(long id) {
    return list(Filter.ALL, id + 1, 1).stream()
        .filter(letter -> letter.id() == id)
        .findFirst()
        .flatMap(
            letter ->
                db.jdbc()
                    .sql(ONE)
                    .param("id", id)
                    .query(rows::readEnvelope)
                    .optional()
                    .map(each -> content(letter, each.task())));
  }

  private static Map<String, Object> params(Filter filter, long before) {
    Map<String, Object> params = new HashMap<>();
    params.put("before", before == 0 ? Long.MAX_VALUE : before);
    filter.job().ifPresent(value -> params.put("job", value));
    filter.stage().ifPresent(value -> params.put("stage", value));
    filter.queue().ifPresent(value -> params.put("queue", value));
    filter.error().ifPresent(value -> params.put("error", value));
    filter.since().ifPresent(value -> params.put("since", java.sql.Timestamp.from(value)));
    return params;
  }

  private static String conditions(Map<String, Object> params) {
    StringBuilder conditions = new StringBuilder();
    CONDITIONS.forEach(
        (name, condition) -> conditions.append(params.containsKey(name) ? condition : ""));
    return conditions.toString();
  }

  private static DeadLetter letter(ResultSet row, int n) throws SQLException {
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
