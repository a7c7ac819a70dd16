package org.millrace.engine.ledger;

import java.util.List;
import org.millrace.engine.db.Database;
import org.millrace.scheduling.Lane;

/** How much work the active jobs have, lane by lane, as of the last fold. */
public final class Demand {
  private static final String PENDING =
      """
      select l.queue, l.stage, p.pending - coalesce(d.delayed, 0) as pending
      from (select j.queue, s.stage, sum(s.created - s.done - s.dead) as pending
            from job j join job_stage s on s.job_id = j.id
            where j.state = 'ACTIVE' and j.outstanding > 0
            group by j.queue, s.stage) p
      join lane l on l.queue = p.queue and l.stage = p.stage
      left join (select lane_id, count(*) as delayed from delayed_task group by lane_id) d
        on d.lane_id = l.id
      where p.pending > coalesce(d.delayed, 0)
      order by l.queue, l.stage
      """;

  /**
   * @param pending tasks that have not ended: waiting or in hand, but not those delayed after a
   *     failure
   */
  public record Pending(Lane lane, long pending) {}

  private final Database db;

  public Demand(Database db) {
    this.db = db;
  }

  public List<Pending> pending() {
    return db.jdbc()
        .sql(PENDING)
        .query(
            (row, n) -> new Pending(new Lane(row.getString(1), row.getString(2)), row.getLong(3)))
        .list();
  }
}
