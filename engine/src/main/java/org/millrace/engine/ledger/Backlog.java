package org.millrace.engine.ledger;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.millrace.engine.db.Database;

/** How much there is to do, as of the last fold: for people to look at. Thread-safe. */
public final class Backlog {
  /* Jobs that ended a moment ago too: what they did last belongs to a rate. */
  private static final String COUNTS =
      """
      select s.job_id, j.pipeline, j.queue, s.stage, s.created, s.done, s.failed, s.dead, j.state
      from job j join job_stage s on s.job_id = j.id
      where j.state in ('ACTIVE', 'PAUSED')
      union all
      select s.job_id, j.pipeline, j.queue, s.stage, s.created, s.done, s.failed, s.dead, j.state
      from job j join job_stage s on s.job_id = j.id
      where j.id in (select id from job where state = 'COMPLETED' order by state desc, id desc limit 50)
      """;
  private static final String STATES =
      """
      select state, count(*) from job where state in ('ACCEPTED', 'ACTIVE', 'PAUSED') group by state
      """;

  /** Letters are counted up to here: whoever sees so many need not know whether it is a million. */
  public static final int MOST_LETTERS = 10_000;

  private static final String DEAD =
      "select count(*) from (select 1 from dead_letter limit " + MOST_LETTERS + ") counted";

  /* H2 knows how many rows a table has, and would read what it counts. */
  private static final String DEAD_H2 = "select count(*) from dead_letter";

  /** What one job has had at one stage until now. */
  public record Count(
      long job, String pipeline, String queue, JobState state, StageProgress progress) {}

  private final Database db;

  public Backlog(Database db) {
    this.db = db;
  }

  /** Of the jobs that have not ended, and of the last fifty that have completed. */
  public List<Count> counts() {
    return db.jdbc()
        .sql(COUNTS)
        .query(
            (row, n) ->
                new Count(
                    row.getLong(1),
                    row.getString(2),
                    row.getString(3),
                    JobState.valueOf(row.getString(9)),
                    new StageProgress(
                        row.getString(4),
                        row.getLong(5),
                        row.getLong(6),
                        row.getLong(7),
                        row.getLong(8),
                        0)))
        .list();
  }

  /** How many jobs have not ended, by state; states without jobs are left out. */
  public Map<JobState, Long> unended() {
    Map<JobState, Long> counts = new EnumMap<>(JobState.class);
    db.jdbc()
        .sql(STATES)
        .query(
            row -> {
              counts.put(JobState.valueOf(row.getString(1)), row.getLong(2));
            });
    return counts;
  }

  /** At most {@link #MOST_LETTERS}; then there may be more. */
  public long deadLetters() {
    String sql =
        switch (db.dialect()) {
          case H2 -> DEAD_H2;
          case POSTGRESQL -> DEAD;
        };
    return Math.min(MOST_LETTERS, db.jdbc().sql(sql).query(Long.class).single());
  }
}
