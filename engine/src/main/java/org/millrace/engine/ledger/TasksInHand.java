package org.millrace.engine.ledger;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.millrace.engine.db.Database;
import org.millrace.engine.db.Dialect;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * How many of some jobs' tasks containers have in hand at this moment. A job's tasks are claimed in
 * their order, so those in hand stand in front of its lane: that many rows are looked at for each
 * container that drains it, whatever waits behind them. Thread-safe.
 */
final class TasksInHand {
  /** Rows of one container: more than a batch that runs in a tenth of a second has. */
  private static final int MOST_ROWS = 2_000;

  /* What a moved job has in hand ends in the lane where it was claimed. */
  private static final String LANES_AT_WORK =
      """
      select p.job_id, l.id as lane_id, l.stage, count(*) as containers
      from (select id as job_id, queue from job where id in (:ids)
            union all
            select job_id, queue from moved_job where job_id in (:ids)) p
      join lane l on l.queue = p.queue
      join lease e on e.lane_id = l.id
      group by p.job_id, l.id, l.stage
      """;

  /* One round trip for all; H2 has no lateral join, and no round trips. */
  static final String POSTGRESQL =
      "select w.job_id, w.stage, sum(t.tasks) from ("
          + LANES_AT_WORK
          + """
          ) w
          cross join lateral (
            select lease_id, tasks from task where lane_id = w.lane_id and job_id = w.job_id
            order by lane_id, job_id, id limit w.containers * :rows) t
          where t.lease_id <> 0
          group by w.job_id, w.stage
          """;

  static final String H2_FRONT =
      """
      select coalesce(sum(tasks), 0)
      from (select lease_id, tasks from task where lane_id = :lane and job_id = :job
            order by lane_id, job_id, id limit :rows) t
      where lease_id <> 0
      """;

  /* What a broker's containers have noted. */
  private static final String NOTED =
      """
      select h.job_id, l.stage, sum(h.tasks)
      from in_hand h join lease e on e.id = h.lease_id join lane l on l.id = e.lane_id
      where h.job_id in (:ids)
      group by h.job_id, l.stage
      """;

  private final Database db;

  TasksInHand(Database db) {
    this.db = db;
  }

  record At(long job, String stage) {}

  private record Work(At at, int lane, long containers) {}

  /** Places where nothing is in hand are left out. */
  Map<At, Long> of(List<Long> jobs) {
    Map<At, Long> found = new HashMap<>();
    if (db.dialect() == Dialect.POSTGRESQL) {
      add(db.jdbc().sql(POSTGRESQL).param("ids", jobs).param("rows", MOST_ROWS), found);
    } else {
      lanes(jobs).forEach(work -> found.merge(work.at(), front(work), Long::sum));
    }
    add(db.jdbc().sql(NOTED).param("ids", jobs), found);
    return found;
  }

  private static void add(JdbcClient.StatementSpec sql, Map<At, Long> to) {
    sql.query(
        row -> {
          to.merge(new At(row.getLong(1), row.getString(2)), row.getLong(3), Long::sum);
        });
  }

  private List<Work> lanes(List<Long> jobs) {
    return db.jdbc()
        .sql(LANES_AT_WORK)
        .param("ids", jobs)
        .query(
            (row, n) ->
                new Work(new At(row.getLong(1), row.getString(3)), row.getInt(2), row.getLong(4)))
        .list();
  }

  private long front(Work work) {
    return db.jdbc()
        .sql(H2_FRONT)
        .param("lane", work.lane())
        .param("job", work.at().job())
        .param("rows", work.containers() * MOST_ROWS)
        .query(Long.class)
        .single();
  }
}
