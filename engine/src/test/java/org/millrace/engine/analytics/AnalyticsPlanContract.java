package org.millrace.engine.analytics;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.millrace.engine.db.Database;

/** Among many statistics, what is read again and again is found by an index. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class AnalyticsPlanContract {
  private static final int STEPS = 1000;
  private Database db;

  abstract Database database();

  /** A table with one column {@code n} of the numbers from one to another. */
  abstract String series(int from, int to);

  /** What in a plan says that all of a table is read. */
  abstract String scan(String table);

  record Statement(String name, String sql, Map<String, Object> params, String index) {
    @Override
    public String toString() {
      return name;
    }
  }

  @BeforeAll
  void fill() {
    db = database();
    db.jdbc()
        .sql(
            """
            insert into analytics (step, seconds, merged, stage, queue, source, pipeline, entered, done, failed,
                                   dead, bytes, waiting, running, samples)
            select n * 60, 60, n < 990, 'parse', 'root.p' || p.x, 's' || p.x, 'logs', 1, 1, 1, 1, 1, 1, 1, 1
            from %s join (values (1), (2), (3), (4), (5), (6), (7), (8), (9), (10)) p (x) on 1 = 1
            """
                .formatted(series(1, STEPS)))
        .update();
    db.jdbc()
        .sql(
            """
            insert into analytics_sum (kind, name, seconds, step, entered, done, failed, dead, bytes, waiting, running,
                                       used_mb, used_milli_cores, samples)
            select k.kind, k.name, 60, n * 60, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1
            from %s join (values ('all', ''), ('stage', 'a'), ('stage', 'b'), ('stage', 'c'), ('pipeline', 'p'),
                                 ('under', 'root'), ('under', 'root.a'), ('under', 'root.b')) k (kind, name) on 1 = 1
            """
                .formatted(series(1, STEPS)))
        .update();
    db.jdbc()
        .sql(
            """
            insert into analytics_busy (kind, step, name, busy)
            select k.kind, n * 60, k.name, 1
            from %s join (values ('queue', 'root.a'), ('queue', 'root.b'), ('source', 's')) k (kind, name) on 1 = 1
            """
                .formatted(series(1, STEPS)))
        .update();
    db.jdbc().sql("analyze").update();
  }

  @AfterAll
  void close() {
    db.close();
  }

  static List<Statement> statements() {
    long to = STEPS * 60L + 60;
    Map<String, Object> hour = Map.of("seconds", 60, "from", to - 3600, "to", to);
    Map<String, Object> latest = Map.of("from", to - 3600, "to", to);
    Map<String, Object> queue =
        Map.of("name", "root.p7", "seconds", 60, "from", to - 3600, "to", to);
    Map<String, Object> source = Map.of("name", "s7", "seconds", 60, "from", to - 3600, "to", to);
    Map<String, Object> busy = Map.of("kind", "queue", "from", to - 3600, "to", to);
    Map<String, Object> kind = Map.of("kind", "stage", "seconds", 60, "from", to - 3600, "to", to);
    Map<String, Object> name =
        Map.of("kind", "under", "name", "root.a", "seconds", 60, "from", to - 3600, "to", to);
    return List.of(
        new Statement("steps", AnalyticsStore.STEPS, hour, "analytics_by_step"),
        new Statement("of a queue", AnalyticsStore.STEPS_OF_QUEUE, queue, "analytics_by_queue"),
        new Statement("of a source", AnalyticsStore.STEPS_OF_SOURCE, source, "analytics_by_source"),
        new Statement(
            "places not summed", AnalyticsStore.PLACES_NOT_SUMMED, latest, "analytics_to_merge"),
        new Statement("busy", AnalyticsBusy.NAMES, busy, ""),
        new Statement(
            "busy minutes", AnalyticsBusy.MINUTES, Map.of("kind", "queue", "hour", to - 3600), ""),
        new Statement("sums of a kind", AnalyticsSums.OF_KIND, kind, "analytics_sum_by_kind"),
        new Statement("not summed", AnalyticsStore.NOT_SUMMED, latest, ""),
        new Statement("to merge", AnalyticsStore.TO_MERGE, Map.of("before", to), ""),
        new Statement("oldest", AnalyticsStore.OLDEST, Map.of(), "analytics_by_step"),
        new Statement("sums of a name", AnalyticsSums.OF_NAME, name, ""),
        new Statement("samples", AnalyticsSums.SAMPLES, hour, ""));
  }

  @ParameterizedTest
  @MethodSource("statements")
  void everyStatementGoesByItsIndex(Statement statement) {
    List<String> plan =
        db.jdbc()
            .sql("explain " + statement.sql())
            .params(statement.params())
            .query(String.class)
            .list();

    assertThat(String.join("\n", plan))
        .doesNotContain(scan("analytics"))
        .doesNotContain(scan("analytics_sum"))
        .doesNotContain(scan("analytics_busy"))
        .containsIgnoringCase(statement.index());
  }
}
