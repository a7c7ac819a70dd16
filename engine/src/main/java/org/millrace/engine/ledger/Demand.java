package org.millrace.engine.ledger;

import java.util.List;
import org.millrace.engine.db.Database;
import org.millrace.scheduling.Lane;

/** How much work the active jobs have, stage by stage, as of the last fold. */
public final class Demand {
  static final String PENDING =
      """
      select s.job_id, j.queue, s.stage,
             s.created - s.done - s.dead - coalesce(d.delayed, 0) as pending,
             s.done + s.dead as ended
      from job j
      join job_stage s on s.job_id = j.id
      left join (select t.job_id, l.stage, count(*) as delayed
                 from delayed_task t join lane l on l.id = t.lane_id
                 group by t.job_id, l.stage) d
        on d.job_id = s.job_id and d.stage = s.stage
      where j.state = 'ACTIVE' and j.outstanding > 0
        and s.created - s.done - s.dead > coalesce(d.delayed, 0)
      order by s.job_id, s.stage
      """;

  /**
   * What one job has at one stage.
   *
   * @param pending tasks waiting or in hand, but not those delayed after a failure
   * @param ended tasks done or dead
   */
  public record Pending(long jobId, Lane lane, long pending, long ended) {}

  private final Database db;

  public Demand(Database db) {
    this.db = db;
  }

  /** In order of job. */
  public List<Pending> pending() {
    return db.jdbc()
        .sql(PENDING)
        .query(
            (row, n) ->
                new Pending(
                    row.getLong(1),
                    new Lane(row.getString(2), row.getString(3)),
                    row.getLong(4),
                    row.getLong(5)))
        .list();
  }
}
