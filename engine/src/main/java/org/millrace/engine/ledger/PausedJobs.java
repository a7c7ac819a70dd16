package org.millrace.engine.ledger;

import java.util.Set;
import java.util.function.LongSupplier;
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
  private final LongSupplier nanoTime;
  private volatile Look last;

  private record Look(Set<Long> jobs, long at) {}

  /**
   * @param nanoTime time that only passes
   */
  public PausedJobs(Database db, LongSupplier nanoTime) {
    this.db = db;
    this.nanoTime = nanoTime;
    this.last = new Look(Set.of(), nanoTime.getAsLong() - FRESH_NANOS);
  }

  public boolean contains(long jobId) {
    Look look = last;
    boolean known = nanoTime.getAsLong() - look.at() < FRESH_NANOS;
    // Yes is asked again: a task put aside just after its job was resumed would wait for nothing.
    if (!known || look.jobs().contains(jobId)) {
      look =
          new Look(
              Set.copyOf(db.jdbc().sql(PAUSED).query(Long.class).list()), nanoTime.getAsLong());
      last = look;
    }
    return look.jobs().contains(jobId);
  }
}
