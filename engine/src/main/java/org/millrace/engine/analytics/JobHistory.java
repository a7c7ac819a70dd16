package org.millrace.engine.analytics;

import java.time.Instant;
import java.util.List;
import org.millrace.engine.db.Database;

/** Reads what was written down of single jobs' work over time. Thread-safe. */
public final class JobHistory {
  static final String BANDS =
      """
      select stage, begun, seconds, done, failed from job_band where job_id = :job order by begun, stage
      """;
  /* A process that has died cannot take back what it said to be running. */
  static final String SLOW =
      """
      select s.stage, s.uid, s.attempt, s.node, s.begun_at, s.millis
      from slow_task s
      where s.job_id = :job
        and (s.millis is not null
             or exists (select 1 from node n where n.name = s.node
                        and n.seen_at > current_timestamp - interval '60' second))
      order by s.id desc limit 200
      """;

  /** What was done at a stage over time. */
  public record StageBand(String stage, Band band) {}

  /**
   * A task that took long, or runs for long already.
   *
   * @param millis null while it runs
   */
  public record Slow(
      String stage, String task, int attempt, String node, Instant begun, Long millis) {
    public boolean running() {
      return millis == null;
    }
  }

  private final Database db;

  public JobHistory(Database db) {
    this.db = db;
  }

  /** In the order in which the stages began; none of a job that was done within seconds. */
  public List<StageBand> bands(long jobId) {
    return db.jdbc()
        .sql(BANDS)
        .param("job", jobId)
        .query(
            (row, n) ->
                new StageBand(
                    row.getString(1),
                    Band.of(row.getLong(2), row.getInt(3), row.getString(4), row.getString(5))))
        .list();
  }

  /** A few of each stage and process, of those that took a second or more, and those that run. */
  public List<Slow> slow(long jobId) {
    return db.jdbc()
        .sql(SLOW)
        .param("job", jobId)
        .query(
            (row, n) -> {
              long millis = row.getLong(6);
              boolean runs = row.wasNull();
              return new Slow(
                  row.getString(1),
                  row.getString(2),
                  row.getInt(3),
                  row.getString(4),
                  row.getTimestamp(5).toInstant(),
                  runs ? null : Long.valueOf(millis));
            })
        .list();
  }
}
