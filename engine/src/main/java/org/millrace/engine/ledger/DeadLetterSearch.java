package org.millrace.engine.ledger;

import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.millrace.engine.db.Database;
import org.millrace.engine.ledger.DeadLetter.Count;
import org.millrace.engine.ledger.DeadLetter.Filter;
import org.millrace.engine.ledger.DeadLetter.Found;
import org.millrace.engine.ledger.LetterWalk.Way;

/**
 * Finds dead letters among very many. A filter becomes walks down an index: of a job, of the kinds
 * of errors that may contain a text, of a few lanes, or of all letters. What no index knows is
 * looked at letter by letter, so many in one step. Thread-safe.
 */
final class DeadLetterSearch {
  /** More walks than this would be slower than one down all letters. */
  private static final int MOST_WALKS = 20;

  /** Of more kinds of errors nothing is gained by looking at each. */
  private static final int MOST_KINDS = 200;

  private static final int MOST_COUNTED = 10_000;

  /* H2 begins an index's range with the value that is to be left out, and would walk over all its
   * letters; nothing lies between it and itself with one character more. */
  private static final String NEXT = "\u0001";

  private static final Duration LONGEST_TRANSACTION = Duration.ofMinutes(10);

  private static final String DIED = "select died_at from dead_letter where id = :id";
  static final String NEXT_KIND =
      "select kind from dead_letter where kind > :after order by kind limit 1";
  private static final String LANES =
      """
      select l.id from lane l
      where (:stage = '' or l.stage = :stage)
        and (:queue = '' or l.queue = :queue
             or substring(l.queue from 1 for char_length(:queue) + 1) = :queue || '.')
      limit :limit
      """;
  private static final Map<String, String> CONDITIONS =
      Map.of(
          "stage", " and l.stage = :stage",
          "queue",
              " and (coalesce(j.queue, l.queue) = :queue"
                  + " or substring(coalesce(j.queue, l.queue) from 1 for char_length(:queue) + 1) = :queue || '.')",
          "error", " and position(lower(:error) in lower(d.error)) > 0",
          "since", " and d.died_at >= :since");

  private final Database db;
  private final int window;

  /**
   * @param window so many letters are looked at in one step
   */
  DeadLetterSearch(Database db, int window) {
    this.db = db;
    this.window = window;
  }

  Found find(Filter filter, long before, int limit) {
    Step step = step(filter, before);
    List<DeadLetter> letters = new ArrayList<>();
    for (LetterWalk walk : step.walks()) {
      letters.addAll(
          db.jdbc()
              .sql(walk.list(db.dialect(), step.conditions()))
              .params(step.params(walk))
              .param("limit", limit)
              .query(DeadLetterShelf::letter)
              .list());
    }
    letters.sort(Comparator.comparingLong(DeadLetter::id).reversed());
    if (letters.size() >= limit) {
      List<DeadLetter> newest = List.copyOf(letters.subList(0, limit));
      return new Found(newest, OptionalLong.of(newest.get(limit - 1).id()));
    }
    return new Found(letters, step.more() ? OptionalLong.of(step.floor()) : OptionalLong.empty());
  }

  Count count(Filter filter) {
    Step step = step(filter, 0);
    long letters = 0;
    for (LetterWalk walk : step.walks()) {
      letters +=
          db.jdbc()
              .sql(walk.count(db.dialect(), step.conditions()))
              .params(step.params(walk))
              .param("limit", MOST_COUNTED + 1)
              .query(Long.class)
              .single();
    }
    return letters > MOST_COUNTED ? new Count(MOST_COUNTED, true) : new Count(letters, step.more());
  }

  /** In order, one step down the index for each: letters of a kind are passed over. */
  List<String> kinds(int limit) {
    List<String> kinds = new ArrayList<>();
    // No kind is less than an empty one, which says nothing.
    Optional<String> next = Optional.of("");
    while (kinds.size() < limit) {
      next =
          db.jdbc().sql(NEXT_KIND).param("after", next.get() + NEXT).query(String.class).optional();
      if (next.isEmpty()) {
        return kinds;
      }
      kinds.add(next.get());
    }
    return kinds;
  }

  Optional<DeadLetter> newestOf(String kind) {
    LetterWalk walk = new LetterWalk(Way.KIND, kind);
    return db.jdbc()
        .sql(walk.list(db.dialect(), ""))
        .params(new Step(List.of(walk), "", Map.of(), Long.MAX_VALUE, 0, false).params(walk))
        .param("limit", 1)
        .query(DeadLetterShelf::letter)
        .optional();
  }

  /**
   * What is done at once.
   *
   * @param conditions that no index knows
   * @param floor the step ends with this letter; 0 with the last there is
   * @param more whether something may be found below it
   */
  private record Step(
      List<LetterWalk> walks,
      String conditions,
      Map<String, Object> values,
      long before,
      long floor,
      boolean more) {
    Map<String, Object> params(LetterWalk walk) {
      Map<String, Object> params = new HashMap<>(values);
      params.put("before", before);
      params.put("floor", floor);
      if (walk.key() != null) {
        params.put("key", walk.key());
      }
      return params;
    }
  }

  private Step step(Filter filter, long before) {
    Map<String, Object> values = values(filter);
    StringBuilder conditions = new StringBuilder();
    values.keySet().forEach(name -> conditions.append(CONDITIONS.get(name)));
    Step step =
        new Step(
            walks(filter),
            conditions.toString(),
            values,
            before == 0 ? Long.MAX_VALUE : before,
            0,
            false);
    return values.isEmpty() ? step : bounded(step, filter);
  }

  /** Ends the step where the first of its walks has looked at its part of the letters. */
  private Step bounded(Step step, Filter filter) {
    long floor = 0;
    for (LetterWalk walk : step.walks()) {
      Map<String, Object> params = new HashMap<>(step.params(walk));
      params.keySet().removeAll(step.values().keySet());
      long end =
          db.jdbc()
              .sql(walk.floor(db.dialect()))
              .params(params)
              .param("window", window / step.walks().size())
              .query(Long.class)
              .optional()
              .orElse(0L);
      floor = Math.max(floor, end);
    }
    long last = floor;
    boolean more = floor > 0 && filter.since().map(since -> !diedBefore(last, since)).orElse(true);
    return new Step(step.walks(), step.conditions(), step.values(), step.before(), floor, more);
  }

  /* Ids are given out as letters are written, a transaction's length before others see them. */
  private boolean diedBefore(long letter, Instant since) {
    return db.jdbc()
        .sql(DIED)
        .param("id", letter)
        .query(Timestamp.class)
        .optional()
        .map(died -> died.toInstant().isBefore(since.minus(LONGEST_TRANSACTION)))
        .orElse(false);
  }

  private List<LetterWalk> walks(Filter filter) {
    if (filter.job().isPresent()) {
      return List.of(new LetterWalk(Way.JOB, filter.job().get()));
    }
    if (filter.error().isPresent()) {
      List<String> kinds = kinds(MOST_KINDS + 1);
      List<String> possible =
          kinds.stream()
              .filter(kind -> ErrorKind.mayContain(kind, filter.error().get()))
              .limit(MOST_WALKS + 1L)
              .toList();
      if (kinds.size() <= MOST_KINDS && possible.size() <= MOST_WALKS) {
        return possible.stream().map(kind -> new LetterWalk(Way.KIND, kind)).toList();
      }
    }
    if (filter.stage().isPresent() || filter.queue().isPresent()) {
      List<Long> lanes = lanes(filter);
      if (lanes.size() <= MOST_WALKS) {
        return lanes.stream().map(lane -> new LetterWalk(Way.LANE, lane)).toList();
      }
    }
    return List.of(LetterWalk.ALL);
  }

  private List<Long> lanes(Filter filter) {
    return db.jdbc()
        .sql(LANES)
        .param("stage", filter.stage().orElse(""))
        .param("queue", filter.queue().orElse(""))
        .param("limit", MOST_WALKS + 1)
        .query(Long.class)
        .list();
  }

  private static Map<String, Object> values(Filter filter) {
    Map<String, Object> values = new HashMap<>();
    filter.stage().ifPresent(value -> values.put("stage", value));
    filter.queue().ifPresent(value -> values.put("queue", value));
    filter.error().ifPresent(value -> values.put("error", value));
    filter.since().ifPresent(value -> values.put("since", Timestamp.from(value)));
    return values;
  }
}
