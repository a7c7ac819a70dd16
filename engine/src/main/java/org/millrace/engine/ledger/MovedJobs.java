package org.millrace.engine.ledger;

import java.util.List;
import org.millrace.engine.db.Database;
import org.millrace.engine.transport.Transports;

/**
 * Jobs on their way from one queue to another. What waits changes lanes together with the job's
 * row; what is in hand ends where it is, and whatever comes of it follows at the next {@link
 * #sweep}. Thread-safe.
 */
public final class MovedJobs {
  private static final String BEGIN = "insert into moved_job (job_id, queue) values (:job, :queue)";
  private static final String END = "delete from moved_job where job_id = :job and queue = :queue";
  private static final String UNDER_WAY =
      "select job_id, queue from moved_job order by job_id, queue";
  private static final String LOCK_JOB = "select queue, state from job where id = :job";

  private final Database db;
  private final Transports transports;
  private volatile boolean underWay = true;

  private record Move(long jobId, String from) {}

  private record Place(String queue, JobState state) {}

  public MovedJobs(Database db, Transports transports) {
    this.db = db;
    this.transports = transports;
  }

  /** Inside the transaction that has just changed the job's queue. */
  void begin(long jobId, String from, String to) {
    // Where it comes back to, what is in hand is at home.
    end(jobId, to);
    if (!transports.move(jobId, from, to)) {
      db.jdbc().sql(BEGIN).param("job", jobId).param("queue", from).update();
    }
  }

  /** A move may be under way that this process has not seen yet. */
  public void lookAgain() {
    underWay = true;
  }

  /** Lets what came of tasks in hand follow their jobs; costs nothing when no job was moved. */
  public void sweep() {
    if (underWay) {
      underWay = false;
      List<Move> moves =
          db.jdbc()
              .sql(UNDER_WAY)
              .query((row, n) -> new Move(row.getLong(1), row.getString(2)))
              .list();
      for (Move move : moves) {
        boolean over = db.inTransaction(() -> follow(move));
        underWay |= !over;
      }
    }
  }

  /** Whether nothing is left behind. */
  private boolean follow(Move move) {
    Place job =
        db.jdbc()
            .sql(LOCK_JOB + db.dialect().forChange())
            .param("job", move.jobId())
            .query((row, n) -> new Place(row.getString(1), JobState.valueOf(row.getString(2))))
            .single();
    boolean over = transports.move(move.jobId(), move.from(), job.queue());
    if (job.state().ended()) {
      transports.purge(move.jobId(), job.queue());
    }
    if (over) {
      end(move.jobId(), move.from());
    }
    return over;
  }

  private void end(long jobId, String queue) {
    db.jdbc().sql(END).param("job", jobId).param("queue", queue).update();
  }
}
