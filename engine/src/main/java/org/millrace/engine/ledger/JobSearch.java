package org.millrace.engine.ledger;

import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.millrace.engine.db.Database;

/** Finds jobs by what they are, for people who look for some. Thread-safe. */
public final class JobSearch {
  private static final String IDS = "select id from job where id < :before";
  private static final String NEWEST = " order by id desc limit :limit";

  /* A queue means those below it too. */
  private static final Map<String, String> CONDITIONS =
      Map.of(
          "source", " and source = :source",
          "pipeline", " and pipeline = :pipeline",
          "queue",
              " and (queue = :queue"
                  + " or substring(queue from 1 for char_length(:queue) + 1) = :queue || '.')",
          "since", " and submitted_at >= :since",
          "until", " and submitted_at < :until",
          "text",
              " and (position(:text in lower(input_key)) > 0 or position(:text in lower(owner)) > 0"
                  + " or position(:text in lower(coalesce(error, ''))) > 0)");

  private final Database db;

  public JobSearch(Database db) {
    this.db = db;
  }

  /**
   * What to look for; what is left out or empty holds for every job.
   *
   * @param queue a queue, and those below it
   * @param text part of the input's key, the owner's name or the error, whatever its case
   * @param since submitted then or later
   * @param until submitted before
   */
  public record Query(
      List<JobState> states,
      Optional<String> source,
      Optional<String> queue,
      Optional<String> pipeline,
      Optional<String> text,
      Optional<Instant> since,
      Optional<Instant> until) {
    public Query {
      states = List.copyOf(states);
    }

    /** Every job. */
    public static Query all() {
      return new Query(
          List.of(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty());
    }

    public static Query ofPipeline(String name) {
      return new Query(
          List.of(),
          Optional.empty(),
          Optional.empty(),
          Optional.of(name),
          Optional.empty(),
          Optional.empty(),
          Optional.empty());
    }

    /** The same, in these states only. */
    public Query in(List<JobState> others) {
      return new Query(others, source, queue, pipeline, text, since, until);
    }
  }

  /**
   * Newest first.
   *
   * @param before only jobs with a smaller id, for paging; 0 for the first page
   */
  public List<Job> list(Query query, long before, int limit) {
    String sql = JdbcJobLedger.COLUMNS + " where id < :before" + conditions(query) + NEWEST;
    return JdbcJobLedger.complete(
        db,
        db.jdbc().sql(sql).params(params(query, before, limit)).query(JdbcJobLedger::bare).list());
  }

  /** Newest first, as {@link #list}. */
  public List<Long> ids(Query query, int limit) {
    return db.jdbc()
        .sql(IDS + conditions(query) + NEWEST)
        .params(params(query, 0, limit))
        .query(Long.class)
        .list();
  }

  private static String conditions(Query query) {
    // Names of an enum: nothing of what somebody typed stands in the statement itself.
    String states =
        query.states().stream()
            .map(state -> "'" + state.name() + "'")
            .collect(Collectors.joining(", "));
    return (states.isEmpty() ? "" : " and state in (" + states + ")")
        + CONDITIONS.entrySet().stream()
            .filter(each -> values(query).containsKey(each.getKey()))
            .map(Map.Entry::getValue)
            .collect(Collectors.joining());
  }

  private static Map<String, Object> params(Query query, long before, int limit) {
    Map<String, Object> params = values(query);
    params.put("before", before == 0 ? Long.MAX_VALUE : before);
    params.put("limit", limit);
    return params;
  }

  private static Map<String, Object> values(Query query) {
    Map<String, Object> values = new HashMap<>();
    query.source().ifPresent(value -> values.put("source", value));
    query.queue().ifPresent(value -> values.put("queue", value));
    query.pipeline().ifPresent(value -> values.put("pipeline", value));
    query.text().ifPresent(value -> values.put("text", value.toLowerCase(Locale.ROOT)));
    query.since().ifPresent(value -> values.put("since", java.sql.Timestamp.from(value)));
    query.until().ifPresent(value -> values.put("until", java.sql.Timestamp.from(value)));
    return values;
  }
}
