package org.millrace.engine.waiting;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.millrace.engine.db.Database;

/**
 * How quickly a queue gets its jobs done: tasks done for each second in which a job of it was
 * active, of those that are and those that ended lately. Thread-safe.
 */
final class QueuePace {
  private static final Duration LATELY = Duration.ofMinutes(10);
  /* A pace, not a count: so many jobs are enough to say it. */
  private static final int MOST = 200;

  private static final String COLUMNS =
      """
      select j.id, j.started_at, j.finished_at,
             coalesce(sum(s.created), 0), coalesce(sum(s.done + s.dead), 0)
      from job j left join job_stage s on s.job_id = j.id
      """;
  private static final String ROWS = " group by j.id, j.started_at, j.finished_at";
  private static final String ACTIVE =
      COLUMNS + " where j.state = 'ACTIVE' and j.queue = :queue" + ROWS + " order by j.id";
  private static final String WAITING =
      "select count(*) from job where state = 'ACCEPTED' and queue = :queue and id < :job";
  /* The column is indexed; of a job that is kept longer it is later than its end. */
  private static final String ENDED =
      COLUMNS
          + """
             where j.id in (select id from job
                            where forget_from > :since and queue = :queue
                              and finished_at is not null and started_at is not null
                            order by forget_from desc limit :most)
            """
          + ROWS;

  private final Database db;
  private final Clock clock;

  QueuePace(Database db, Clock clock) {
    this.db = db;
    this.clock = clock;
  }

  /**
   * One active job of the queue.
   *
   * @param left tasks to come, those of stages not reached yet as other jobs had them
   */
  record Active(long id, double left) {}

  /**
   * @param active in order of id
   * @param waitingAhead jobs before the one in question that are not active yet
   * @param usual tasks of one job
   * @param tasksASecond empty when nothing was done yet
   */
  record Pace(
      List<Active> active, long waitingAhead, double usual, Optional<Double> tasksASecond) {}

  private record Row(long id, Instant startedAt, Instant finishedAt, long created, long ended) {}

  /** As a job of this queue sees it. */
  Pace of(String queue, long job) {
    Instant now = clock.instant();
    List<Row> active =
        db.jdbc().sql(ACTIVE).param("queue", queue).query((row, n) -> row(row, now)).list();
    List<Row> ended =
        db.jdbc()
            .sql(ENDED)
            .param("since", Timestamp.from(now.minus(LATELY)))
            .param("queue", queue)
            .param("most", MOST)
            .query((row, n) -> row(row, now))
            .list();
    long waiting =
        db.jdbc().sql(WAITING).param("queue", queue).param("job", job).query(Long.class).single();
    double usual = ended.stream().mapToLong(Row::created).average().orElse(1);
    List<Active> left =
        active.stream()
            .map(each -> new Active(each.id(), Math.max(usual, each.created()) - each.ended()))
            .toList();
    return new Pace(
        left,
        waiting,
        usual,
        tasksASecond(Stream.concat(ended.stream(), active.stream()).toList()));
  }

  private static Row row(ResultSet row, Instant now) throws SQLException {
    Timestamp finished = row.getTimestamp(3);
    return new Row(
        row.getLong(1),
        row.getTimestamp(2).toInstant(),
        finished == null ? now : finished.toInstant(),
        row.getLong(4),
        row.getLong(5));
  }

  private static Optional<Double> tasksASecond(List<Row> worked) {
    long done = worked.stream().mapToLong(Row::ended).sum();
    double seconds = busy(worked).toMillis() / 1000.0;
    return done == 0 || seconds <= 0 ? Optional.empty() : Optional.of(done / seconds);
  }

  /** How long at least one of them was active: a queue's idle hours say nothing of its pace. */
  private static Duration busy(List<Row> worked) {
    List<Row> inOrder = worked.stream().sorted(Comparator.comparing(Row::startedAt)).toList();
    Duration busy = Duration.ZERO;
    Instant until = Instant.MIN;
    for (Row each : inOrder) {
      Instant from = each.startedAt().isAfter(until) ? each.startedAt() : until;
      if (each.finishedAt().isAfter(from)) {
        busy = busy.plus(Duration.between(from, each.finishedAt()));
        until = each.finishedAt();
      }
    }
    return busy;
  }
}
