package org.millrace.engine.ledger;

import org.millrace.engine.db.Database;

/** Pauses and resumes jobs. Thread-safe. */
public final class JobRuns {
  private static final String PAUSE =
      "update job set state = 'PAUSED' where id = :job and state in ('ACCEPTED', 'ACTIVE')"
          + Seen.HOLDS;
  private static final String RESUME =
      """
      update job set state = case when started_at is null then 'ACCEPTED' else 'ACTIVE' end
      where id = :job and state = 'PAUSED'
      """
          + Seen.HOLDS;
  /* What was kept aside meanwhile, and what waits after a failure, need not wait any longer. */
  private static final String RELEASE =
      "update delayed_task set due_at = current_timestamp where job_id = :job and due_at > current_timestamp";

  private final Database db;

  public JobRuns(Database db) {
    this.db = db;
  }

  /**
   * Gives a job no more containers until it is resumed. Tasks in hand finish; the others stay, and
   * what is sent meanwhile joins them.
   *
   * @param seen only if the job still stands so
   * @return false when it is paused already, has ended, or has changed since it was seen
   */
  public boolean pause(long jobId, Seen seen) {
    return db.jdbc().sql(PAUSE).param("job", jobId).param("seen", seen.stand()).update() == 1;
  }

  /** The same, however the job stands. */
  public boolean pause(long jobId) {
    return pause(jobId, Seen.ANY);
  }

  /** False when it is not paused. */
  public boolean resume(long jobId) {
    return resume(jobId, Seen.ANY);
  }

  /** False when it is not paused, or has changed since it was seen. */
  public boolean resume(long jobId, Seen seen) {
    return db.inTransaction(
        () -> {
          boolean resumed =
              db.jdbc().sql(RESUME).param("job", jobId).param("seen", seen.stand()).update() == 1;
          if (resumed) {
            db.jdbc().sql(RELEASE).param("job", jobId).update();
          }
          return resumed;
        });
  }
}
