package org.millrace.engine.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Timestamp;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.millrace.engine.db.Database;
import org.millrace.engine.db.Dialect;
import org.millrace.engine.ledger.LetterWalk.Way;

/**
 * Among many finished jobs, what runs again and again finds its rows by an index. Holds the plans,
 * not the times; {@code -Dmillrace.jobs=1000000} prints the times among a million.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class LedgerPlanContract {
  private static final int JOBS = Integer.getInteger("millrace.jobs", 20_000);
  private static final int PIECE = 10_000;
  private static final int RUNS = 5;

  Database db;

  abstract Database database();

  /** A table with one column {@code n} of the numbers from one to another. */
  abstract String series(int from, int to);

  /** Makes the database look at its tables, as it does by itself in time. */
  abstract List<String> look();

  /** What in a plan says that all of a table is read. */
  abstract String scan(String table);

  /** Whether rows come as the index lies, so that a page's end ends the reading. */
  abstract boolean comesInOrder(String plan);

  /**
   * @param index the one to go by; empty when it is a key's, which databases name as they like
   */
  record Statement(
      String name, Function<Dialect, String> of, Map<String, Object> params, String index) {
    Statement(String name, String sql, Map<String, Object> params, String index) {
      this(name, any -> sql, params, index);
    }

    String sql(Database db) {
      return of.apply(db.dialect());
    }

    @Override
    public String toString() {
      return name;
    }
  }

  @BeforeAll
  void fill() {
    db = database();
    // In pieces: H2 is slow with a transaction of millions of rows.
    for (int from = 1; from <= JOBS + 60; from += PIECE) {
      fill(from, Math.min(from + PIECE - 1, JOBS + 60));
    }
    db.jdbc()
        .sql(
            "insert into lane (queue, stage) select 'root.partners.p' || n, 'parse' from "
                + series(1, 40))
        .update();
    db.jdbc()
        .sql(
            """
            insert into dead_letter (uid, lane_id, job_id, attempt, content_type, body, errors, error, died_at)
            select :uid, (select min(id) from lane) + mod(id / 10, 40), id, 3, 'none', :body, '[]',
                   case when mod(id, 400) = 7 then 'no such user' else 'order ' || id || ' of nobody ' || chr(cast(65 + mod(id / 10, 20) as integer)) end, finished_at
            from job where finished_at is not null and mod(id, 10) = 7
            """)
        .param("uid", UUID.randomUUID())
        .param("body", new byte[] {1})
        .update();
    look().forEach(sql -> db.jdbc().sql(sql).update());
  }

  private void fill(int from, int to) {
    db.jdbc()
        .sql(
            """
            insert into job (pipeline, queue, source, owner, input_bucket, input_key, input_etag, input_size,
                             disposal, settings, state, submitted_at, started_at, finished_at, error, tidied)
            select 'b2b-logs', 'root.partners.p' || mod(n, 300), 'p' || mod(n, 300), 'p', 'inbox',
                   'p/' || n || '.log', 'e' || n, 1, 'KEEP', '{}',
                   case when n > :jobs then case mod(n, 3) when 0 then 'ACCEPTED' when 1 then 'ACTIVE' else 'PAUSED' end
                        when mod(n, 100) = 0 then 'CANCELLED' when mod(n, 5000) = 7 then 'FAILED' else 'COMPLETED' end,
                   current_timestamp, current_timestamp,
                   case when n <= :jobs
                        then current_timestamp - cast((:jobs - n) as integer) * interval '1' second end,
                   'e', n < :jobs - 20
            from """
                + " "
                + series(from, to))
        .param("jobs", JOBS)
        .update();
    db.jdbc()
        .sql(
            """
            insert into job_stage (job_id, stage, created, done, failed, dead)
            select j.id, s.stage, 10, 9, 0, 0
            from job j join (values ('split'), ('parse'), ('summarise')) s (stage) on 1 = 1
            where j.id between :from and :to
            """)
        .param("from", from)
        .param("to", to)
        .update();
  }

  @AfterAll
  void close() {
    db.close();
  }

  static List<Statement> statements() {
    Map<String, Object> none = Map.of();
    Map<String, Object> old = Map.of("seconds", JOBS - 100, "limit", 200);
    Map<String, Object> page = Map.of("before", Long.MAX_VALUE, "limit", 50);
    Map<String, Object> pipelines = Map.of("pipelines", List.of("b2b-logs"), "after", 0L);
    Map<String, Object> object = Map.of("bucket", "inbox", "key", "p/77.log", "etag", "e77");
    Map<String, Object> some = Map.of("ids", List.of(JOBS - 1L, JOBS - 2L, JOBS - 3L));
    Map<String, Object> until =
        Map.of("until", Timestamp.valueOf("2001-01-01 00:00:00"), "limit", 200);
    List<Statement> all = new ArrayList<>();
    all.add(new Statement("cycle: active jobs", LiveJobs.ACTIVE, none, "job_by_state"));
    all.add(new Statement("cycle: accepted jobs", LiveJobs.ACCEPTED, pipelines, "job_by_state"));
    all.add(new Statement("cycle: demand", Demand.PENDING, none, "job_by_state"));
    all.add(new Statement("nodes: paused jobs", PausedJobs.PAUSED, none, "job_by_state"));
    all.add(new Statement("completion: ready", Completion.READY, pipelines, "job_by_state"));
    all.add(new Statement("completion: untidied", Completion.UNTIDIED, none, "job_untidied"));
    all.add(new Statement("intake: same object", JdbcJobLedger.SAME, object, "once_per_object"));
    all.add(new Statement("list: newest", JdbcJobLedger.LIST, page, ""));
    for (JobState state : JobState.values()) {
      Map<String, Object> params = new HashMap<>(page);
      params.put("state", state.name());
      // Where nearly all are in a state, walking down the ids is as good.
      String index = state == JobState.COMPLETED ? "" : "job_by_state";
      all.add(new Statement("list: " + state, JdbcJobLedger.LIST_STATE, params, index));
    }
    all.add(new Statement("list: stages of a page", JdbcJobLedger.STAGES, some, ""));
    Map<String, Object> window = Map.of("before", Long.MAX_VALUE, "window", 1000);
    all.add(new Statement("search: step's end", JobSearch.FLOOR, window, ""));
    Map<String, Object> failed =
        Map.of("state", "FAILED", "since", Timestamp.valueOf("2001-01-01 00:00:00"), "limit", 100);
    all.add(
        new Statement("search: newest failed", JobSearch.NEWEST_IN_STATE, failed, "job_by_state"));
    letters(all);
    all.add(new Statement("retention: old jobs", Retention.OLD_JOBS, old, "job_by_age"));
    all.add(new Statement("retention: beyond limit", Retention.JOBS_UNTIL, until, "job_by_age"));
    all.add(new Statement("retention: old results", Retention.OLD_RESULTS, old, "job_full"));
    all.add(new Statement("retention: old failed", Retention.OLD_FAILED, old, "job_full"));
    all.add(new Statement("retention: old kept", Retention.OLD_KEPT, old, "job_kept"));
    all.add(new Statement("retention: held", Retention.IS_HELD, Map.of("job", 77L), "job_from"));
    all.add(new Statement("retention: late writes", Retention.LATE, old, "job_unswept"));
    all.add(
        new Statement("retention: old letters", Retention.OLD_LETTERS, old, "dead_letter_by_time"));
    return all;
  }

  private static void letters(List<Statement> all) {
    Map<String, Object> part = Map.of("before", Long.MAX_VALUE, "floor", 0L, "limit", 50);
    Map<String, Object> floor = Map.of("before", Long.MAX_VALUE, "floor", 0L, "window", 100);
    all.add(new Statement("dead: newest", sql -> LetterWalk.ALL.list(sql, ""), part, ""));
    all.add(new Statement("dead: step's end", LetterWalk.ALL::floor, floor, ""));
    for (Way way : List.of(Way.JOB, Way.KIND, Way.LANE)) {
      String index = "dead_letter_by_" + way.name().toLowerCase(Locale.ROOT);
      Object key = way == Way.KIND ? "no such user" : way == Way.JOB ? (Object) 107L : 2;
      LetterWalk walk = new LetterWalk(way, key);
      all.add(new Statement("dead: by " + way, sql -> walk.list(sql, ""), with(part, key), index));
      all.add(new Statement("dead: end by " + way, walk::floor, with(floor, key), index));
    }
    String searched = " and position(lower(:error) in lower(d.error)) > 0";
    Map<String, Object> text = new HashMap<>(part);
    text.put("error", "user");
    text.put("floor", 1L);
    all.add(new Statement("dead: text", sql -> LetterWalk.ALL.list(sql, searched), text, ""));
    LetterWalk kind = new LetterWalk(Way.KIND, "no such user");
    all.add(
        new Statement(
            "dead: text of a kind",
            sql -> kind.list(sql, searched),
            with(text, kind.key()),
            "dead_letter_by_kind"));
    Map<String, Object> after = Map.of("after", "a");
    all.add(new Statement("dead: kinds", DeadLetterSearch.NEXT_KIND, after, "dead_letter_by_kind"));
  }

  private static Map<String, Object> with(Map<String, Object> params, Object key) {
    Map<String, Object> all = new HashMap<>(params);
    all.put("key", key);
    return all;
  }

  @ParameterizedTest
  @MethodSource("statements")
  void everyStatementGoesByItsIndex(Statement statement) {
    assertThat(plan(statement.sql(db), statement.params()))
        .doesNotContain(scan("job"))
        .doesNotContain(scan("dead_letter"))
        .doesNotContain(scan("analytics"))
        .containsIgnoringCase(statement.index());

    if (Integer.getInteger("millrace.jobs") != null) {
      System.out.printf("TIME %-34s %8.2f ms%n", statement, median(statement));
    }
  }

  @Test
  void aPageOfPartsIsReadWithoutSortingWhatIsLeft() {
    db.jdbc()
        .sql(
            "insert into part (job_id, stage, content_type, body) select 77, 'summarise', 'none', :body from "
                + series(1, 5_000))
        .param("body", new byte[100])
        .update();
    look().forEach(sql -> db.jdbc().sql(sql).update());

    assertThat(plan(Parts.PAGE, Map.of("job", 77L, "stage", "summarise", "after", 0L)))
        .matches(this::comesInOrder);
    assertThat(plan(ProgressFold.FIRST_DEATH, Map.of("job", 77L))).matches(this::comesInOrder);
  }

  private String plan(String sql, Map<String, Object> params) {
    return String.join(
        "\n", db.jdbc().sql("explain " + sql).params(params).query(String.class).list());
  }

  private double median(Statement statement) {
    List<Long> nanos = new ArrayList<>();
    for (int i = 0; i < RUNS; i++) {
      long begun = System.nanoTime();
      db.jdbc().sql(statement.sql(db)).params(statement.params()).query().listOfRows();
      nanos.add(System.nanoTime() - begun);
    }
    nanos.sort(null);
    return nanos.get(RUNS / 2) / 1e6;
  }
}
