package org.millrace.engine.replay;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.millrace.engine.db.Database;
import org.millrace.engine.replay.KeptInputs.Input;
import org.millrace.engine.task.Emission;
import org.millrace.engine.task.Headers;
import org.millrace.engine.task.TaskIds;
import org.millrace.engine.task.TaskTracer;
import org.millrace.engine.transport.Transports;

/**
 * Sends what was kept of one job as the first tasks of another, some at a time: how far it came is
 * committed with what was sent, so a new leader goes on there. The job has counted all of them
 * before the first is sent. Called by the leader alone, by one thread, but for {@link #begin}.
 */
public final class Restoring {
  private static final int AT_ONCE = 250;

  /** A cycle sends so many pages of each job at most: others wait for its end. */
  private static final int PAGES = 20;

  /** Before every other in the order of both databases. */
  private static final UUID FIRST = new UUID(0, 0);

  private static final String BEGIN = "insert into restoring (job_id, sent) values (:job, :sent)";
  private static final String UNDER_WAY = "select job_id from restoring order by job_id limit 100";
  private static final String LOCK_JOB =
      "select queue, state, from_job, from_stage from job where id = :job";
  private static final String SENT = "select sent from restoring where job_id = :job";
  private static final String GO_ON = "update restoring set sent = :sent where job_id = :job";
  private static final String END = "delete from restoring where job_id = :job";

  private final Database db;
  private final KeptInputs kept;
  private final Transports transports;
  private volatile boolean underWay = true;

  private record Job(String queue, String state, long from, String stage) {
    boolean waits() {
      return state.equals("PAUSED");
    }

    boolean hasEnded() {
      return !waits() && !state.equals("ACTIVE");
    }
  }

  public Restoring(Database db, KeptInputs kept, Transports transports) {
    this.db = db;
    this.kept = kept;
    this.transports = transports;
  }

  /** Within the transaction that makes the job active and counts these tasks. */
  public void begin(long jobId) {
    db.jdbc().sql(BEGIN).param("job", jobId).param("sent", FIRST).update();
    db.afterCommit(this::lookAgain);
  }

  /** Something may be under way that this process has not seen yet. */
  public void lookAgain() {
    underWay = true;
  }

  /**
   * Sends some; costs nothing when nothing is under way.
   *
   * @return whether more may follow at once
   */
  public boolean sendSome() {
    if (!underWay) {
      return false;
    }
    underWay = false;
    boolean any = false;
    for (long job : db.jdbc().sql(UNDER_WAY).query(Long.class).list()) {
      underWay = true;
      any |= sendSome(job);
    }
    return any;
  }

  private boolean sendSome(long job) {
    boolean more = true;
    for (int page = 0; more && page < PAGES; page++) {
      more = db.inTransaction(() -> sendPage(job));
    }
    return more;
  }

  /** Whether there is another page that may be sent now. */
  private boolean sendPage(long jobId) {
    Job job = lock(jobId);
    Optional<UUID> sent = db.jdbc().sql(SENT).param("job", jobId).query(UUID.class).optional();
    if (sent.isEmpty() || job.waits()) {
      return false;
    }
    List<Input> page =
        job.hasEnded() ? List.of() : kept.page(job.from(), job.stage(), sent.get(), AT_ONCE);
    transports.send(
        jobId, job.queue(), page.stream().map(each -> task(jobId, job.stage(), each)).toList());
    if (page.size() == AT_ONCE) {
      UUID last = page.get(page.size() - 1).uid();
      db.jdbc().sql(GO_ON).param("job", jobId).param("sent", last).update();
      return true;
    }
    db.jdbc().sql(END).param("job", jobId).update();
    return false;
  }

  private static Emission task(long jobId, String stage, Input input) {
    Map<String, Object> headers = Headers.read(input.headers());
    // It is no part of what was traced then.
    headers.remove(TaskTracer.HEADER);
    return Emission.of(TaskIds.restored(jobId, input.uid()), stage, headers, input.body());
  }

  /** Locked: it is not moved or ended while tasks are sent to its lane. */
  private Job lock(long jobId) {
    return db.jdbc()
        .sql(LOCK_JOB + db.dialect().forChange())
        .param("job", jobId)
        .query(
            (row, n) ->
                new Job(row.getString(1), row.getString(2), row.getLong(3), row.getString(4)))
        .single();
  }
}
