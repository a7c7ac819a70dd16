package org.millrace.engine.ledger;

import com.fasterxml.jackson.core.type.TypeReference;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.millrace.engine.Json;
import org.millrace.engine.announce.JobEnds;
import org.millrace.engine.db.Database;
import org.millrace.engine.ledger.TasksInHand.At;
import org.millrace.engine.objects.ObjectRef;
import org.millrace.engine.replay.Origin;
import org.millrace.engine.transport.Transports;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.GeneratedKeyHolder;

/** The ledger in its database. */
public final class JdbcJobLedger implements JobLedger {
  private static final String INSERT =
      """
      insert into job (pipeline, queue, source, owner, input_bucket, input_key, input_etag, input_size,
                       disposal, settings, state, submitted_at)
      values (:pipeline, :queue, :source, :owner, :bucket, :key, :etag, :size,
              :disposal, :settings, 'ACCEPTED', current_timestamp)
      """;
  static final String SAME =
      """
      select id from job where input_bucket = :bucket and input_key = :key and input_etag = :etag and rerun = 0
      """;
  static final String COLUMNS =
      """
      select id, pipeline, queue, source, owner, input_bucket, input_key, input_etag, input_size,
             disposal, settings, state, submitted_at, started_at, finished_at, error,
             from_job, from_stage
      from job
      """;
  private static final String FIND = COLUMNS + " where id = :id";
  static final String LIST = COLUMNS + " where id < :before order by id desc limit :limit";
  /* One state at a time: a walk down the index of states. With a list of states databases walk down
   * the ids instead, past a million completed jobs on the way to a failed one. */
  static final String LIST_STATE =
      COLUMNS + " where state = :state and id < :before order by state desc, id desc limit :limit";
  static final String STAGES =
      """
      select s.job_id, s.stage, s.created, s.done, s.failed, s.dead
      from job_stage s
      where s.job_id in (:ids)
      """;
  private static final String RESULTS =
      "select job_id, name, size from result where job_id in (:ids) order by name";
  private static final String CANCEL =
      """
      update job set state = 'CANCELLED', error = :reason, finished_at = current_timestamp
      where id = :id and state in ('ACCEPTED', 'ACTIVE', 'PAUSED')
      """
          + Seen.HOLDS;
  private static final String MOVE =
      """
      update job set queue = :to
      where id = :id and queue = :from and state in ('ACCEPTED', 'ACTIVE', 'PAUSED')
      """
          + Seen.HOLDS;
  private static final String QUEUE = "select queue from job where id = :id";
  private static final TypeReference<Map<String, String>> SETTINGS = new TypeReference<>() {};

  private final Database db;
  private final Transports transports;
  private final DelayedTasks delayed;
  private final MovedJobs moved;
  private final JobEnds ends;
  private final Runnable room;

  /**
   * @param ends told of jobs that are cancelled
   * @param room throws where there is none for a new job
   */
  public JdbcJobLedger(
      Database db,
      Transports transports,
      DelayedTasks delayed,
      MovedJobs moved,
      JobEnds ends,
      Runnable room) {
    this.db = db;
    this.transports = transports;
    this.delayed = delayed;
    this.moved = moved;
    this.room = room;
    this.ends = ends;
  }

  @Override
  public Opened open(JobRequest request) {
    try {
      return lookOrInsert(request);
    } catch (DuplicateKeyException openedMeanwhile) {
      return new Opened(same(request.input()).orElseThrow(), false);
    }
  }

  @Override
  public List<Opened> openAll(List<JobRequest> requests) {
    try {
      return db.inTransaction(() -> requests.stream().map(this::lookOrInsert).toList());
    } catch (DuplicateKeyException oneWasOpenedMeanwhile) {
      return requests.stream().map(this::open).toList();
    }
  }

  private Opened lookOrInsert(JobRequest request) {
    return same(request.input())
        .map(known -> new Opened(known, false))
        .orElseGet(() -> new Opened(insert(request), true));
  }

  @Override
  public Optional<Job> find(long jobId) {
    return complete(db, db.jdbc().sql(FIND).param("id", jobId).query(JdbcJobLedger::bare).list())
        .stream()
        .findFirst();
  }

  @Override
  public List<Job> list(JobFilter filter) {
    if (filter.states().isEmpty()) {
      return complete(db, page(db.jdbc().sql(LIST), filter));
    }
    return complete(
        db,
        filter.states().stream()
            .distinct()
            .flatMap(
                state ->
                    page(db.jdbc().sql(LIST_STATE).param("state", state.name()), filter).stream())
            .sorted(Comparator.comparingLong(Job::id).reversed())
            .limit(filter.limit())
            .toList());
  }

  private static List<Job> page(JdbcClient.StatementSpec sql, JobFilter filter) {
    return sql.param("before", filter.before() == 0 ? Long.MAX_VALUE : filter.before())
        .param("limit", filter.limit())
        .query(JdbcJobLedger::bare)
        .list();
  }

  @Override
  public boolean cancel(long jobId, Seen seen, String reason) {
    return db.inTransaction(
        () -> {
          boolean cancelled =
              db.jdbc()
                      .sql(CANCEL)
                      .param("id", jobId)
                      .param("reason", reason)
                      .param("seen", seen.stand())
                      .update()
                  == 1;
          if (cancelled) {
            // This first: it waits for whoever is sending them back into their lanes.
            delayed.drop(jobId);
            transports.purge(
                jobId, db.jdbc().sql(QUEUE).param("id", jobId).query(String.class).single());
            ends.note(List.of(jobId));
          }
          return cancelled;
        });
  }

  @Override
  public boolean move(long jobId, Seen seen, String from, String to) {
    boolean done =
        db.inTransaction(
            () -> {
              int changed =
                  db.jdbc()
                      .sql(MOVE)
                      .param("id", jobId)
                      .param("from", from)
                      .param("to", to)
                      .param("seen", seen.stand())
                      .update();
              if (changed == 1) {
                moved.begin(jobId, from, to);
              }
              return changed == 1;
            });
    moved.lookAgain();
    return done;
  }

  private Optional<Long> same(ObjectRef input) {
    return input(db.jdbc().sql(SAME), input).query(Long.class).optional();
  }

  private long insert(JobRequest request) {
    room.run();
    GeneratedKeyHolder key = new GeneratedKeyHolder();
    input(db.jdbc().sql(INSERT), request.input())
        .param("size", request.input().size())
        .param("pipeline", request.pipeline())
        .param("queue", request.queue())
        .param("source", request.source())
        .param("owner", request.owner())
        .param("disposal", request.disposal().name())
        .param("settings", Json.write(request.settings()))
        .update(key, "id");
    return key.getKeyAs(Long.class);
  }

  private static JdbcClient.StatementSpec input(JdbcClient.StatementSpec sql, ObjectRef input) {
    return sql.param("bucket", input.bucket())
        .param("key", input.key())
        .param("etag", input.etag());
  }

  /** Adds stages and results, a few queries for all jobs together. */
  static List<Job> complete(Database db, List<Job> jobs) {
    if (jobs.isEmpty()) {
      return jobs;
    }
    List<Long> ids = jobs.stream().map(Job::id).toList();
    Map<At, Long> running = new TasksInHand(db).of(ids);
    Map<Long, List<StageProgress>> stages = new HashMap<>();
    db.jdbc()
        .sql(STAGES)
        .param("ids", ids)
        .query(
            row -> {
              stages
                  .computeIfAbsent(row.getLong(1), id -> new ArrayList<>())
                  .add(stage(row, running));
            });
    Map<Long, List<JobResult>> results = new HashMap<>();
    db.jdbc()
        .sql(RESULTS)
        .param("ids", ids)
        .query(
            row -> {
              results
                  .computeIfAbsent(row.getLong(1), id -> new ArrayList<>())
                  .add(new JobResult(row.getString(2), row.getLong(3)));
            });
    return jobs.stream()
        .map(
            job ->
                job.with(
                    stages.getOrDefault(job.id(), List.of()),
                    job.state() == JobState.COMPLETED
                        ? results.getOrDefault(job.id(), List.of())
                        : List.of()))
        .toList();
  }

  private static StageProgress stage(ResultSet row, Map<At, Long> running) throws SQLException {
    return new StageProgress(
        row.getString(2),
        row.getLong(3),
        row.getLong(4),
        row.getLong(5),
        row.getLong(6),
        // What is in hand of a broker's was noted a moment ago, and may have been settled since.
        Math.min(
            running.getOrDefault(new At(row.getLong(1), row.getString(2)), 0L),
            Math.max(0, row.getLong(3) - row.getLong(4) - row.getLong(6))));
  }

  /** A job without its stages and results. */
  static Job bare(ResultSet row, int n) throws SQLException {
    return new Job(
        row.getLong(1),
        row.getString(2),
        row.getString(3),
        row.getString(4),
        row.getString(5),
        new ObjectRef(row.getString(6), row.getString(7), row.getString(8), row.getLong(9)),
        JobRequest.Disposal.valueOf(row.getString(10)),
        Json.read(row.getString(11), SETTINGS),
        JobState.valueOf(row.getString(12)),
        row.getTimestamp(13).toInstant(),
        instant(row, 14),
        instant(row, 15),
        Optional.ofNullable(row.getString(16)),
        Origin.of(row.getObject(17, Long.class), row.getString(18)),
        List.of(),
        List.of());
  }

  private static Optional<Instant> instant(ResultSet row, int column) throws SQLException {
    return Optional.ofNullable(row.getTimestamp(column)).map(Timestamp::toInstant);
  }
}
