package org.millrace.engine.ledger;

import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import org.millrace.engine.db.Database;

/** Finds jobs by what they are, for people who look for some. Thread-safe. */
public final class JobSearch {
  private static final String IDS = "select id from job where id < :before";

  /** So many jobs are looked at in one step. */
  private static final int WINDOW = 20_000;

  static final String FLOOR =
      "select id from job where id < :before order by id desc limit 1 offset :window";
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
   * A part of the jobs that a query holds, newest first.
   *
   * @param next where to go on, the {@code before} of the next part; empty when all was looked
   *     through. There may be one though fewer jobs came than were asked for, or none: a search
   *     ends its step after a number of jobs that it has looked at
   */
  public record Found(List<Job> jobs, OptionalLong next) {}

  /**
   * Newest first. Takes a bounded time among any number of jobs, so it may end early and say where
   * to go on.
   *
   * @param before only jobs with a smaller id, for paging; 0 for the first page
   */
  public Found find(Query query, long before, int limit) {
    Map<String, Object> params = params(query, before, limit);
    long floor = floor(query, (Long) params.get("before"));
    String sql =
        JdbcJobLedger.COLUMNS + " where id < :before and id >= :floor" + conditions(query) + NEWEST;
    List<Job> jobs =
        JdbcJobLedger.complete(
            db,
            db.jdbc()
                .sql(sql)
                .params(params)
                .param("floor", floor)
                .query(JdbcJobLedger::bare)
                .list());
    if (jobs.size() >= limit) {
      return new Found(jobs, OptionalLong.of(jobs.get(jobs.size() - 1).id()));
    }
    return new Found(jobs, floor > 0 ? OptionalLong.of(floor) : OptionalLong.empty());
  }

  /** The first so many jobs of those that {@link #find} looks at in its first step. */
  public List<Job> list(Query query, long before, int limit) {
    return find(query, before, limit).jobs();
  }

  /** Newest first, however many have to be looked at. */
  public List<Long> ids(Query query, int limit) {
    return db.jdbc()
        .sql(IDS + conditions(query) + NEWEST)
        .params(params(query, 0, limit))
        .query(Long.class)
        .list();
  }

  /** 0 where all jobs can be looked at, or an index knows what is asked. */
  private long floor(Query query, long before) {
    if (values(query).isEmpty()) {
      return 0;
    }
    return db.jdbc()
        .sql(FLOOR)
        .param("before", before)
        .param("window", WINDOW)
        .query(Long.class)
        .optional()
        .orElse(0L);
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
