package org.millrace.engine.transport.table;

import java.util.ArrayList;
import java.util.List;
import org.millrace.engine.Json;
import org.millrace.engine.db.Database;
import org.millrace.engine.lease.Lanes;
import org.millrace.engine.lease.Lease;
import org.millrace.engine.lease.Leases;
import org.millrace.engine.lease.StaleLeaseException;
import org.millrace.engine.ledger.SettlementLog;
import org.millrace.engine.task.Emission;
import org.millrace.engine.task.Failure;
import org.millrace.engine.task.Outcome;
import org.millrace.engine.task.Task;
import org.millrace.engine.transport.Settlement;
import org.millrace.engine.transport.Transport;
import org.millrace.scheduling.Lane;
import org.springframework.jdbc.core.namedparam.MapSqlParameterSource;
import org.springframework.jdbc.core.namedparam.SqlParameterSource;

/**
 * Tasks in a queue table of the ledger's own database: everything that a settlement does is one
 * transaction. Exactly one effect a task, whatever dies.
 */
public final class TableTransport implements Transport {
  private static final String INSERT =
      """
      insert into task (uid, lane_id, job_id, content_type, headers, body)
      values (:uid, :lane, :job, :type, :headers, :body)
      """;
  private static final String ACKNOWLEDGE =
      "delete from task where id = any(:ids) and lease_id = :lease";
  private static final String RETURN =
      "update task set lease_id = null, attempt = attempt - 1 where id = any(:ids) and lease_id = :lease";
  private static final String DELAY =
      """
      insert into delayed_task
        (id, uid, lane_id, job_id, attempt, solo, content_type, headers, body, errors, due_at)
      values (:id, :uid, :lane, :job, :attempt, :solo, :type, :headers, :body, :errors,
              current_timestamp + cast(:millis as integer) * interval '0.001' second)
      """;
  private static final String BURY =
      """
      insert into dead_letter
        (id, uid, lane_id, job_id, attempt, content_type, headers, body, errors, died_at)
      values (:id, :uid, :lane, :job, :attempt, :type, :headers, :body, :errors, current_timestamp)
      """;
  private static final String HELD =
      "select "
          + TaskRows.COLUMNS
          + " from task where lane_id = :lane and lease_id = :lease order by job_id, id";

  /* Locked, so that none changes its lane between the insert, which copies it, and the delete. */
  private static final String DUE =
      """
      select id from delayed_task where due_at <= current_timestamp order by due_at limit 1000
      for update
      """;
  private static final String PROMOTE =
      """
      insert into task (id, uid, lane_id, job_id, attempt, solo, content_type, headers, body, errors)
      select id, uid, lane_id, job_id, attempt, solo, content_type, headers, body, errors
      from delayed_task where id = any(:ids)
      """;
  private static final String FORGET_DELAYED = "delete from delayed_task where id = any(:ids)";
  private static final String PURGE =
      """
      delete from task
      where lane_id in (select id from lane where queue = :queue) and job_id = :job and lease_id is null
      """;
  private static final String PURGE_DELAYED = "delete from delayed_task where job_id = :job";

  private final Database db;
  private final Lanes lanes;
  private final Leases leases;
  private final SettlementLog log;
  private final QueueTable table;
  private final LaneChange laneChange;

  public TableTransport(Database db, Lanes lanes, Leases leases, SettlementLog log) {
    this.db = db;
    this.lanes = lanes;
    this.leases = leases;
    this.log = log;
    this.table = QueueTable.of(db);
    this.laneChange = new LaneChange(db, lanes);
  }

  @Override
  public void send(long jobId, String queue, List<Emission> emissions) {
    db.batch(
        INSERT,
        emissions.stream().map(each -> row(jobId, queue, each)).toArray(SqlParameterSource[]::new));
  }

  @Override
  public List<Task> claim(Lease lease, int max) {
    return db.inTransaction(
        () -> {
          leases.hold(lease);
          return take(lease, max);
        });
  }

  @Override
  public List<Task> settle(Settlement settlement, int nextMax) {
    return db.inTransaction(
        () -> {
          leases.hold(settlement.lease());
          apply(settlement);
          return nextMax > 0 ? take(settlement.lease(), nextMax) : List.of();
        });
  }

  @Override
  public List<Task> held(Lease lease) {
    return db.jdbc()
        .sql(HELD)
        .param("lane", lease.laneId())
        .param("lease", lease.epoch())
        .query(TaskRows::read)
        .list();
  }

  @Override
  public int promoteDue() {
    return db.inTransaction(
        () -> {
          Long[] due = db.jdbc().sql(DUE).query(Long.class).list().toArray(Long[]::new);
          if (due.length > 0) {
            db.jdbc().sql(PROMOTE).param("ids", due).update();
            db.jdbc().sql(FORGET_DELAYED).param("ids", due).update();
          }
          return due.length;
        });
  }

  @Override
  public boolean move(long jobId, String from, String to) {
    return db.inTransaction(() -> laneChange.run(jobId, from, to));
  }

  @Override
  public void purge(long jobId, String queue) {
    db.inTransaction(
        () -> {
          db.jdbc().sql(PURGE).param("queue", queue).param("job", jobId).update();
          db.jdbc().sql(PURGE_DELAYED).param("job", jobId).update();
        });
  }

  /**
   * Ends the tasks of a lease that the caller's transaction has just taken away from its holder.
   */
  public void revoke(Lease lease, List<Outcome> outcomes) {
    apply(new Settlement(lease, outcomes));
  }

  private void apply(Settlement settlement) {
    Lease lease = settlement.lease();
    List<Outcome> ended = new ArrayList<>();
    List<Outcome> returned = new ArrayList<>();
    settlement
        .outcomes()
        .forEach(outcome -> (outcome instanceof Outcome.Returned ? returned : ended).add(outcome));
    change(ACKNOWLEDGE, lease, ended);
    change(RETURN, lease, returned);
    List<SqlParameterSource> sent = new ArrayList<>();
    List<SqlParameterSource> delayed = new ArrayList<>();
    List<SqlParameterSource> buried = new ArrayList<>();
    for (Outcome outcome : ended) {
      if (outcome instanceof Outcome.Done done) {
        log.messages(done)
            .forEach(each -> sent.add(row(done.task().jobId(), lease.lane().queue(), each)));
      } else if (outcome instanceof Outcome.Retry retry) {
        delayed.add(
            row(lease, retry.task(), retry.failure())
                .addValue("solo", retry.crashed() || retry.task().solo())
                .addValue("millis", retry.delay().toMillis()));
      } else if (outcome instanceof Outcome.Dead dead) {
        buried.add(row(lease, dead.task(), dead.failure()));
      }
    }
    db.batch(INSERT, sent.toArray(SqlParameterSource[]::new));
    db.batch(DELAY, delayed.toArray(SqlParameterSource[]::new));
    db.batch(BURY, buried.toArray(SqlParameterSource[]::new));
    log.record(lease.lane().stage(), ended);
  }

  /** A task that was in hand when a worker died comes alone, and the others first. */
  private List<Task> take(Lease lease, int max) {
    List<Task> claimed = table.claim(lease, max);
    int keep = 0;
    while (keep < claimed.size() && !claimed.get(keep).solo()) {
      keep++;
    }
    keep = Math.min(Math.max(1, keep), claimed.size());
    if (keep < claimed.size()) {
      List<Outcome> surplus = new ArrayList<>();
      claimed
          .subList(keep, claimed.size())
          .forEach(task -> surplus.add(new Outcome.Returned(task)));
      change(RETURN, lease, surplus);
    }
    return List.copyOf(claimed.subList(0, keep));
  }

  private void change(String sql, Lease lease, List<Outcome> outcomes) {
    if (outcomes.isEmpty()) {
      return;
    }
    Long[] ids = outcomes.stream().map(outcome -> outcome.task().id()).toArray(Long[]::new);
    int changed = db.jdbc().sql(sql).param("ids", ids).param("lease", lease.epoch()).update();
    if (changed != ids.length) {
      throw new StaleLeaseException(
          lease, "it held " + changed + " of the " + ids.length + " tasks to settle");
    }
  }

  private MapSqlParameterSource row(long jobId, String queue, Emission emission) {
    return new MapSqlParameterSource()
        .addValue("uid", emission.uid())
        .addValue("lane", lanes.id(new Lane(queue, emission.stage())))
        .addValue("job", jobId)
        .addValue("type", emission.body().contentType())
        .addValue("headers", emission.headers())
        .addValue("body", emission.body().bytes());
  }

  private static MapSqlParameterSource row(Lease lease, Task task, Failure failure) {
    List<Failure> history = new ArrayList<>(task.failures());
    history.add(failure);
    return new MapSqlParameterSource()
        .addValue("id", task.id())
        .addValue("uid", task.uid())
        .addValue("lane", lease.laneId())
        .addValue("job", task.jobId())
        .addValue("attempt", task.attempt())
        .addValue("type", task.body().contentType())
        .addValue("headers", task.headers())
        .addValue("body", task.body().bytes())
        .addValue("errors", Json.write(history));
  }
}
