package org.millrace.engine.ledger;

import java.util.Set;
import org.millrace.engine.db.Database;

/**
 * Which jobs are paused, for those who run tasks: a lane is shared by the jobs of its queue, so a
 * container may meet a paused job's tasks there. At most a tenth of a second behind a pause, and
 * not behind a resumption. Thread-safe.
 */
public final class PausedJobs {
  private static final long FRESH_NANOS = 100_000_000L;
  static final String PAUSED = "select id from job where state = 'PAUSED'";

  private final Database db;
  private volatile Look last = new Look(Set.of(), System.nanoTime() - FRESH_NANOS);

  private record Look(Set<Long> jobs, long at) {}

  public PausedJobs(Database db) {
    this.db = db;
  }

  public boolean contains(long jobId) {
    Look look = last;
    boolean known = System.nanoTime() - look.at() < FRESH_NANOS;
    // Yes is asked again: a task put aside just after its job was resumed would wait for nothing.
    if (!known || look.jobs().contains(jobId)) {
      look =
          new Look(Set.copyOf(db.jdbc().sql(PAUSED).query(Long.class).list()), System.nanoTime());
      last = look;
    }
    return look.jobs().contains(jobId);
  }
}
