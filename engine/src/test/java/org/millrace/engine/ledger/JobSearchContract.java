package org.millrace.engine.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.millrace.engine.db.Database;
import org.millrace.engine.ledger.JobSearch.Query;

/** What people find when they look for jobs, on every database. */
abstract class JobSearchContract {
  private static final Instant NOON = Instant.parse("2026-11-21T12:00:00Z");
  private static final String INSERT =
      """
      insert into job (pipeline, queue, source, owner, input_bucket, input_key, input_etag, input_size,
                       disposal, settings, state, submitted_at, started_at, finished_at, error)
      values (:pipeline, :queue, :source, :owner, 'inbox', :key, :key, 1, 'KEEP', '{}', :state,
              :at, :at, :ended, :error)
      """;

  private Database database;
  private JobSearch search;
  private Backlog backlog;

  abstract Database database();

  @BeforeEach
  void fill() {
    database = database();
    search = new JobSearch(database);
    backlog = new Backlog(database);
    job(database, "b2b-logs", "root.partners.acme", "acme", "ann", "acme/One.log", "ACTIVE", null);
    job(
        database,
        "b2b-logs",
        "root.partners.acme2",
        "acme2",
        "ann",
        "two.log",
        "FAILED",
        "Disk FULL");
    job(
        database,
        "orders",
        "root.partners.acme.night",
        "acme",
        "bob",
        "3'_%.log",
        "COMPLETED",
        null);
    job(database, "orders", "root.partners", "globex", "bob", "four.log", "PAUSED", null);
  }

  @Test
  void nothingAskedForIsEveryJobNewestFirst() {
    assertThat(keys(Query.all()))
        .containsExactly("four.log", "3'_%.log", "two.log", "acme/One.log");
  }

  @Test
  void aQueueMeansThoseBelowItAndNoneThatOnlyBeginsAlike() {
    assertThat(keys(with("queue", "root.partners.acme")))
        .containsExactly("3'_%.log", "acme/One.log");
    assertThat(keys(with("queue", "root.partners"))).hasSize(4);
  }

  @Test
  void aTextIsFoundInKeyOwnerAndErrorWhateverItsCaseAndTakenAsItStands() {
    assertThat(keys(with("text", "oNe"))).containsExactly("acme/One.log");
    assertThat(keys(with("text", "disk full"))).containsExactly("two.log");
    assertThat(keys(with("text", "BOB"))).containsExactly("four.log", "3'_%.log");
    assertThat(keys(with("text", "'_%"))).containsExactly("3'_%.log");
    assertThat(keys(with("text", "' or 1=1"))).isEmpty();
  }

  @Test
  void conditionsHoldTogether() {
    Query query =
        new Query(
            List.of(JobState.ACTIVE, JobState.COMPLETED),
            Optional.of("acme"),
            Optional.empty(),
            Optional.of("orders"),
            Optional.empty(),
            Optional.of(NOON),
            Optional.of(NOON.plusSeconds(1)));

    assertThat(keys(query)).containsExactly("3'_%.log");
    assertThat(keys(query.in(List.of(JobState.ACTIVE)))).isEmpty();
  }

  @Test
  void timesAreFromAndBefore() {
    assertThat(keys(between(NOON, null))).hasSize(4);
    assertThat(keys(between(NOON.plusMillis(1), null))).isEmpty();
    assertThat(keys(between(null, NOON))).isEmpty();
  }

  @Test
  void pagesFollowOneAnother() {
    List<Job> first = search.list(Query.all(), 0, 3);
    List<Job> second = search.list(Query.all(), first.get(2).id(), 3);

    assertThat(second).extracting(job -> job.input().key()).containsExactly("acme/One.log");
    assertThat(search.ids(Query.all(), 2)).containsExactly(first.get(0).id(), first.get(1).id());
  }

  @Test
  void theNewestInAStateAreCountedFromATimeOnAndUpToALimit() {
    job(database, "orders", "root.partners", "globex", "bob", "five.log", "FAILED", "again");

    assertThat(search.newest(JobState.FAILED, NOON, 10)).isEqualTo(2);
    assertThat(search.newest(JobState.FAILED, NOON, 1)).isEqualTo(1);
    assertThat(search.newest(JobState.FAILED, NOON.plusMillis(1), 10)).isZero();
    assertThat(search.newest(JobState.CANCELLED, NOON, 10)).isZero();
  }

  @Test
  void oneThatLiesBehindManyOthersIsFoundAllTheSame() {
    for (int i = 0; i < 600; i++) {
      job(database, "orders", "root.partners", "globex", "bob", i + ".log", "COMPLETED", null);
    }

    assertThat(keys(with("text", "one"))).containsExactly("acme/One.log");
    assertThat(search.find(with("queue", "root.partners.acme"), 0, 1).jobs()).hasSize(1);
    assertThat(search.find(with("queue", "root.partners.acme"), 0, 2).jobs())
        .extracting(job -> job.input().key())
        .containsExactly("3'_%.log", "acme/One.log");
  }

  @Test
  void theBacklogCountsWhatHasNotEnded() {
    assertThat(backlog.unended()).isEqualTo(Map.of(JobState.ACTIVE, 1L, JobState.PAUSED, 1L));
    assertThat(backlog.deadLetters()).isZero();
    assertThat(backlog.counts())
        .extracting(each -> each.state() + " " + each.progress().name())
        .containsExactlyInAnyOrder("ACTIVE parse", "PAUSED parse", "COMPLETED parse");
  }

  private List<String> keys(Query query) {
    return search.list(query, 0, 10).stream().map(job -> job.input().key()).toList();
  }

  private static Query with(String field, String value) {
    return new Query(
        List.of(),
        Optional.empty(),
        Optional.of(value).filter(any -> field.equals("queue")),
        Optional.empty(),
        Optional.of(value).filter(any -> field.equals("text")),
        Optional.empty(),
        Optional.empty());
  }

  private static Query between(Instant since, Instant until) {
    return new Query(
        List.of(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.ofNullable(since),
        Optional.ofNullable(until));
  }

  private static void job(
      Database db,
      String pipeline,
      String queue,
      String source,
      String owner,
      String key,
      String state,
      String error) {
    boolean ended = JobState.valueOf(state).ended();
    db.jdbc()
        .sql(INSERT)
        .param("pipeline", pipeline)
        .param("queue", queue)
        .param("source", source)
        .param("owner", owner)
        .param("key", key)
        .param("state", state)
        .param("at", Timestamp.from(NOON))
        .param("ended", ended ? Timestamp.from(NOON) : null, java.sql.Types.TIMESTAMP)
        .param("error", error, java.sql.Types.VARCHAR)
        .update();
    db.jdbc()
        .sql(
            """
            insert into job_stage (job_id, stage, created, done, failed, dead)
            select max(id), 'parse', 3, 1, 0, 0 from job
            """)
        .update();
  }
}
