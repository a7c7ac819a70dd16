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

  /**
   * So many jobs are looked at in one step. Its end is found by walking there, which takes longer
   * than all else where the newest jobs hold enough: those are looked at first.
   */
  private static final int[] WINDOWS = {500, 20_000};

  static final String FLOOR =
      "select id from job where id < :before order by id desc limit 1 offset :window";
  static final String NEWEST_IN_STATE =
      """
      select count(*) from (
        select submitted_at from job where state = :state order by state desc, id desc limit :limit) newest
      where submitted_at >= :since
      """;
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
    List<Job> jobs = List.of();
    long floor = 0;
    for (int window : WINDOWS) {
      floor = floor(query, (Long) params.get("before"), window);
      jobs = from(floor, query, params);
      if (jobs.size() >= limit || floor == 0) {
        break;
      }
    }
    jobs = JdbcJobLedger.complete(db, jobs);
    if (jobs.size() >= limit) {
      return new Found(jobs, OptionalLong.of(jobs.get(jobs.size() - 1).id()));
    }
    return new Found(jobs, floor > 0 ? OptionalLong.of(floor) : OptionalLong.empty());
  }

  private List<Job> from(long floor, Query query, Map<String, Object> params) {
    return db.jdbc()
        .sql(
            JdbcJobLedger.COLUMNS
                + " where id < :before and id >= :floor"
                + conditions(query)
                + NEWEST)
        .params(params)
        .param("floor", floor)
        .query(JdbcJobLedger::bare)
        .list();
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

  /**
   * How many of the newest jobs in a state were submitted then or later.
   *
   * @param limit of how many it is asked; no others are looked at
   */
  public int newest(JobState state, Instant since, int limit) {
    return db.jdbc()
        .sql(NEWEST_IN_STATE)
        .param("state", state.name())
        .param("since", java.sql.Timestamp.from(since))
        .param("limit", limit)
        .query(Integer.class)
        .single();
  }

  /** 0 where all jobs can be looked at, or an index knows what is asked. */
  private long floor(Query query, long before, int window) {
    if (values(query).isEmpty()) {
      return 0;
    }
    return db.jdbc()
        .sql(FLOOR)
        .param("before", before)
        .param("window", window)
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
