package org.millrace.engine.ledger;

import java.io.IOException;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Supplier;
import org.millrace.engine.db.Database;
import org.millrace.engine.objects.ObjectRef;
import org.millrace.engine.objects.ObjectStore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.RowMapper;

/**
 * Removes what has ended and is old enough, or too many. A sweep does a bounded number of each
 * kind, in short transactions; objects go before the rows that name them, so a crash leaves nothing
 * behind that a later sweep would not find. What the object store does not remove holds up nothing
 * else and is tried again. Ages are by the database's clock. Called by the leader alone, by one
 * thread.
 *
 * <p>A job whose input is still where intake would find it again is not forgotten: it would be
 * taken for new and done twice. Its time begins anew.
 */
public final class Retention {
  private static final Logger LOG = LoggerFactory.getLogger(Retention.class);
  private static final Duration COUNT_EVERY = Duration.ofMinutes(10);

  /** So many of a kind at once. */
  private static final int MOST = 200;

  /** What could not be removed is left alone for so long, or it would keep all that is younger. */
  private static final Duration TRY_AGAIN = Duration.ofMinutes(10);

  private static final int MOST_FAILING = 10_000;

  /** Long after the last lease of an ended job has run out. */
  private static final Duration LATE_AFTER = Duration.ofHours(1);

  private static final String AGE =
      " current_timestamp - cast(:seconds as integer) * interval '1' second ";
  static final String OLD_RESULTS =
      "select id from job where state = 'COMPLETED' and emptied = false and finished_at <"
          + AGE
          + "order by finished_at limit :limit";
  private static final String EMPTY_COMPLETED =
      "update job set emptied = true where id = :job and state = 'COMPLETED'";
  static final String OLD_FAILED =
      "select id from job where state = 'FAILED' and emptied = false and finished_at <"
          + AGE
          + "order by finished_at limit :limit";
  /* A job that does this one anew needs what it has kept until nothing of it is run any more. */
  private static final String HELD =
      " exists (select 1 from job r where r.from_job = job.id and not r.swept) ";
  private static final String LOCK = "select kept from job where id = :job";
  /* With the row locked already: a job that began with this one's data has been committed by now. */
  static final String IS_HELD = "select 1 from job where id = :job and" + HELD;
  private static final String GIVE_UP = "update job set kept = false where id = :job";
  /* Before its data goes: nobody can take the job up again after this. */
  private static final String EMPTY_FAILED =
      "update job set emptied = true where id = :job and state = 'FAILED'";
  /* A worker that came back late may have written for a job that had ended. What lies between the
   * stages of a failed one is kept for a replay, until it is given up; if it could not be removed
   * then, it goes here. */
  static final String LATE =
      "select id from job where swept = false and kept = false and finished_at <"
          + AGE
          + "and (state <> 'FAILED' or emptied) order by finished_at limit :limit";
  private static final String SWEPT = "update job set swept = true where id = any(:ids)";
  static final String OLD_LETTERS =
      "select d.id from dead_letter d left join job j on j.id = d.job_id where d.died_at <"
          + AGE
          + "and (j.id is null or j.finished_at is not null) order by d.died_at limit :limit";
  /* Tidied, said so that no index serves it: H2 would take the one of untidied jobs, and read a
   * million that are not, instead of the one of ages. */
  private static final String JOBS =
      """
      select id, state, input_bucket, input_key, input_etag, input_size, rerun from job
      """;
  static final String OLD_KEPT =
      JOBS
          + " where kept = true and finished_at <"
          + AGE
          + "and not"
          + HELD
          + "order by finished_at limit :limit";
  static final String OLD_JOBS =
      JOBS
          + " where forget_from <"
          + AGE
          + "and case when tidied then 1 else 0 end = 1 order by forget_from limit :limit";
  static final String JOBS_UNTIL =
      JOBS
          + " where forget_from <= :until and case when tidied then 1 else 0 end = 1 order by forget_from limit :limit";
  static final String NTH_NEWEST =
      """
      select forget_from from job where forget_from is not null
      order by forget_from desc limit 1 offset :most
      """;
  private static final String KEEP =
      "update job set kept_at = current_timestamp where id = any(:ids)";
  private static final String FORGET_LETTERS = "delete from dead_letter where id = any(:ids)";
  private static final List<String> FORGET_DATA =
      List.of(
          "delete from part where job_id = any(:ids)",
          "delete from kept_input where job_id = any(:ids)",
          "delete from inbox where job_id = any(:ids)",
          "delete from suspect where job_id = any(:ids)",
          "delete from sqs_returned where job_id = any(:ids)");
  /* Stages, parts and results go with their job. */
  private static final List<String> FORGET_JOBS =
      List.of(
          "delete from dead_letter where job_id = any(:ids)",
          "delete from kept_input where job_id = any(:ids)",
          "delete from inbox where job_id = any(:ids)",
          "delete from suspect where job_id = any(:ids)",
          "delete from sqs_returned where job_id = any(:ids)",
          "delete from job where id = any(:ids) and finished_at is not null");
  private static final RowMapper<Finished> FINISHED =
      (row, n) ->
          new Finished(
              row.getLong(1),
              JobState.valueOf(row.getString(2)),
              new ObjectRef(row.getString(3), row.getString(4), row.getString(5), row.getLong(6)),
              row.getInt(7));

  private final Database db;
  private final JobData data;
  private final Supplier<RetentionRules> rules;
  private final Clock clock;
  private final Set<Long> failing = new HashSet<>();
  private Instant nextCount = Instant.MIN;
  private Instant nextTry = Instant.MIN;
  private Optional<Timestamp> until = Optional.empty();

  private record Finished(long id, JobState state, ObjectRef input, int rerun) {}

  public Retention(Database db, ObjectStore objects, Supplier<RetentionRules> rules, Clock clock) {
    this.db = db;
    this.data = new JobData(db, objects);
    this.rules = rules;
    this.clock = clock;
  }

  /** Removes some; answers how much, 0 when nothing was left to remove. */
  public int sweep() {
    RetentionRules now = rules.get();
    tryAgain();
    int removed = now.jobs().map(age -> forget(old(OLD_JOBS, age, FINISHED), now)).orElse(0);
    removed += now.jobsAtMost().isPresent() ? forget(beyond(now.jobsAtMost()), now) : 0;
    removed += now.results().map(this::emptyCompleted).orElse(0);
    removed += now.failedData().map(this::emptyFailed).orElse(0);
    removed += now.completedData().map(this::emptyKept).orElse(0);
    removed += now.deadLetters().map(this::forgetLetters).orElse(0);
    return removed + sweepLateWrites();
  }

  private void tryAgain() {
    Instant now = clock.instant();
    if (!now.isBefore(nextTry) || failing.size() > MOST_FAILING) {
      failing.clear();
      nextTry = now.plus(TRY_AGAIN);
    }
  }

  private int emptyCompleted(Duration age) {
    int emptied = 0;
    for (long job : ids(OLD_RESULTS, age)) {
      emptied +=
          tried(
              job,
              () -> {
                data.deleteResults(job);
                db.jdbc().sql(EMPTY_COMPLETED).param("job", job).update();
              });
    }
    return emptied;
  }

  private int emptyFailed(Duration age) {
    int emptied = 0;
    for (long job : ids(OLD_FAILED, age)) {
      boolean givenUp =
          db.inTransaction(
              () -> {
                boolean still = db.jdbc().sql(EMPTY_FAILED).param("job", job).update() == 1;
                if (still) {
                  mark(FORGET_DATA, List.of(job));
                }
                return still;
              });
      if (givenUp) {
        emptied += tried(job, () -> data.deleteIntermediate(job));
      }
    }
    return emptied;
  }

  private int emptyKept(Duration age) {
    int emptied = 0;
    for (Finished job : old(OLD_KEPT, age, FINISHED)) {
      if (!failing.contains(job.id()) && giveUp(job.id())) {
        emptied +=
            tried(
                job.id(),
                () -> {
                  data.deleteIntermediate(job.id());
                  deleteUpload(job);
                });
      }
    }
    return emptied;
  }

  /** Of several jobs over one upload the first has it: it is held for as long as they are. */
  private void deleteUpload(Finished job) throws IOException {
    if (job.rerun() == 0) {
      data.deleteUpload(job.input());
    }
  }

  /** No other job can begin with what this one has kept; false when one does. */
  private boolean giveUp(long job) {
    return db.inTransaction(
        () -> {
          boolean kept =
              db.jdbc()
                  .sql(LOCK + db.dialect().forChange())
                  .param("job", job)
                  .query(Boolean.class)
                  .optional()
                  .orElse(false);
          if (db.jdbc().sql(IS_HELD).param("job", job).query().listOfRows().size() > 0) {
            return false;
          }
          if (kept) {
            db.jdbc().sql(GIVE_UP).param("job", job).update();
            mark(FORGET_DATA, List.of(job));
          }
          return true;
        });
  }

  private int sweepLateWrites() {
    List<Long> swept = new ArrayList<>();
    for (long job : ids(LATE, LATE_AFTER)) {
      tried(
          job,
          () -> {
            data.deleteIntermediate(job);
            swept.add(job);
          });
    }
    mark(List.of(SWEPT), swept);
    return swept.size();
  }

  private int forgetLetters(Duration age) {
    List<Long> letters = old(OLD_LETTERS, age, (row, n) -> row.getLong(1));
    mark(List.of(FORGET_LETTERS), letters);
    return letters.size();
  }

  /** The oldest of those beyond the limit. Counting takes a while, so it is done now and then. */
  private List<Finished> beyond(OptionalLong most) {
    Instant now = clock.instant();
    if (until.isEmpty() && !now.isBefore(nextCount)) {
      nextCount = now.plus(COUNT_EVERY);
      until =
          db.jdbc()
              .sql(NTH_NEWEST)
              .param("most", most.getAsLong())
              .query(Timestamp.class)
              .optional();
    }
    if (until.isEmpty()) {
      return List.of();
    }
    List<Finished> jobs =
        db.jdbc()
            .sql(JOBS_UNTIL)
            .param("until", until.get())
            .param("limit", MOST + failing.size())
            .query(FINISHED)
            .list();
    if (jobs.isEmpty()) {
      until = Optional.empty();
    }
    return jobs;
  }

  private int forget(List<Finished> jobs, RetentionRules now) {
    List<Long> forgotten = new ArrayList<>();
    List<Long> kept = new ArrayList<>();
    for (Finished job : jobs) {
      if (failing.contains(job.id())) {
        continue;
      }
      tried(job.id(), () -> (forget(job, now) ? forgotten : kept).add(job.id()));
    }
    mark(List.of(KEEP), kept);
    mark(FORGET_JOBS, forgotten);
    return forgotten.size() + kept.size();
  }

  /** False when it must be remembered for its input's sake. */
  private boolean forget(Finished job, RetentionRules now) throws IOException {
    if (job.rerun() == 0 && data.inputIsThere(job.input())) {
      return false;
    }
    if (!giveUp(job.id())) {
      throw new IOException("another job does it anew");
    }
    if (job.state() == JobState.FAILED
        && db.jdbc().sql(EMPTY_FAILED).param("job", job.id()).update() == 0) {
      throw new IOException("it was taken up again");
    }
    if (now.results().isPresent()) {
      data.deleteResults(job.id());
    }
    data.deleteIntermediate(job.id());
    deleteUpload(job);
    return true;
  }

  private interface Step {
    void run() throws IOException;
  }

  private int tried(long job, Step step) {
    try {
      step.run();
      return 1;
    } catch (IOException | RuntimeException e) {
      failing.add(job);
      LOG.warn(
          "Job {}: what is old was not removed, trying again in {} minutes: {}",
          job,
          TRY_AGAIN.toMinutes(),
          e.toString());
      return 0;
    }
  }

  private List<Long> ids(String sql, Duration age) {
    return old(sql, age, (row, n) -> row.getLong(1)).stream()
        .filter(id -> !failing.contains(id))
        .toList();
  }

  private <T> List<T> old(String sql, Duration age, RowMapper<T> mapper) {
    return db.jdbc()
        .sql(sql)
        .param("seconds", age.toSeconds())
        .param("limit", MOST + failing.size())
        .query(mapper)
        .list();
  }

  private void mark(List<String> statements, List<Long> ids) {
    if (!ids.isEmpty()) {
      Long[] all = ids.toArray(Long[]::new);
      db.inTransaction(
          () -> statements.forEach(sql -> db.jdbc().sql(sql).param("ids", all).update()));
    }
  }
}
