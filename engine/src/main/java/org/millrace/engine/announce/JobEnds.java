package org.millrace.engine.announce;

import java.util.List;
import java.util.function.BooleanSupplier;
import org.millrace.engine.db.Database;

/**
 * Notes that jobs have ended, as part of the transaction that ends them, so that it is told if and
 * only if it has happened. Notes nothing unless somebody wants to be told. Thread-safe.
 */
public final class JobEnds {
  private static final String NOTE =
      """
      insert into job_end (job_id, state, ended_at)
      select id, state, finished_at from job
      where id = any(:jobs) and state in ('COMPLETED', 'FAILED', 'CANCELLED')
      """;

  private final Database db;
  private volatile BooleanSupplier wanted = () -> false;

  public JobEnds(Database db) {
    this.db = db;
  }

  /** Asked at every end of a job. */
  public void wantedWhen(BooleanSupplier somebodyWantsToKnow) {
    wanted = somebodyWantsToKnow;
  }

  /** Within the transaction that ended them; those that have not ended are passed over. */
  public void note(List<Long> jobs) {
    if (!jobs.isEmpty() && wanted.getAsBoolean()) {
      db.jdbc().sql(NOTE).param("jobs", jobs.toArray(Long[]::new)).update();
    }
  }
}
