package org.millrace.engine.transport.table;

import java.util.List;
import java.util.Map;
import org.millrace.engine.db.Database;
import org.millrace.engine.db.Dialect;
import org.millrace.engine.lease.Lanes;
import org.millrace.scheduling.Lane;

/** Takes a job's tasks from one queue's lanes to another's, stage by stage. */
final class LaneChange {
  /* By lane, as the index on tasks begins with it. */
  private static final String LANES =
      """
      select l.id, l.stage from lane l
      where l.queue = :queue
        and (exists (select 1 from task t where t.lane_id = l.id and t.job_id = :job)
             or exists (select 1 from delayed_task d where d.lane_id = l.id and d.job_id = :job)
             or exists (select 1 from dead_letter e where e.lane_id = l.id and e.job_id = :job)
             or exists (select 1 from outbox o where o.lane_id = l.id and o.job_id = :job))
      order by l.id
      """;

  /* What is in hand keeps its lane: its lease is one on that lane. What somebody is about to take or
   * has just taken is left for the next time: waiting for it here, with others locked that a
   * settlement waits for, neither would ever go on. */
  private static final String LOCK_WAITING =
      """
      from task where lane_id = :from and job_id = :job and lease_id = 0 for update skip locked
      """;
  private static final String WAITING_POSTGRESQL =
      "update task set lane_id = :to where ctid = any(array(select ctid " + LOCK_WAITING + "))";
  private static final String WAITING_H2 = "update task set lane_id = :to where id = any(:ids)";

  private static final String DELAYED =
      "update delayed_task set lane_id = :to where lane_id = :from and job_id = :job";
  private static final String DEAD =
      "update dead_letter set lane_id = :to where lane_id = :from and job_id = :job";
  private static final String SENT =
      "update outbox set lane_id = :to where lane_id = :from and job_id = :job";

  /* One statement, so that it sees a settlement's input or what became of it, but never neither. */
  private static final String LEFT =
      """
      select (select count(*) from task t join lane l on l.id = t.lane_id
              where l.queue = :queue and t.job_id = :job)
           + (select count(*) from delayed_task d join lane l on l.id = d.lane_id
              where l.queue = :queue and d.job_id = :job)
           + (select count(*) from dead_letter e join lane l on l.id = e.lane_id
              where l.queue = :queue and e.job_id = :job)
           + (select count(*) from outbox o join lane l on l.id = o.lane_id
              where l.queue = :queue and o.job_id = :job)
      """;

  private final Database db;
  private final Lanes lanes;

  LaneChange(Database db, Lanes lanes) {
    this.db = db;
    this.lanes = lanes;
  }

  /** Inside the caller's transaction; whether nothing of the job is left in the first queue. */
  boolean run(long jobId, String from, String to) {
    List<Map.Entry<Integer, String>> found =
        db.jdbc()
            .sql(LANES)
            .param("queue", from)
            .param("job", jobId)
            .query((row, n) -> Map.entry(row.getInt(1), row.getString(2)))
            .list();
    for (Map.Entry<Integer, String> lane : found) {
      int target = lanes.id(new Lane(to, lane.getValue()));
      moveWaiting(jobId, lane.getKey(), target);
      for (String sql : List.of(DELAYED, DEAD, SENT)) {
        db.jdbc()
            .sql(sql)
            .param("from", lane.getKey())
            .param("to", target)
            .param("job", jobId)
            .update();
      }
    }
    return db.jdbc().sql(LEFT).param("queue", from).param("job", jobId).query(Long.class).single()
        == 0;
  }

  private void moveWaiting(long jobId, int from, int to) {
    if (db.dialect() == Dialect.POSTGRESQL) {
      db.jdbc()
          .sql(WAITING_POSTGRESQL)
          .param("from", from)
          .param("to", to)
          .param("job", jobId)
          .update();
      return;
    }
    List<Long> ids =
        db.jdbc()
            .sql("select id " + LOCK_WAITING)
            .param("from", from)
            .param("job", jobId)
            .query(Long.class)
            .list();
    db.jdbc().sql(WAITING_H2).param("to", to).param("ids", ids.toArray(Long[]::new)).update();
  }
}
