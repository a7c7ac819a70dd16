package org.millrace.engine.analytics;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.millrace.engine.db.Database;
import org.springframework.dao.OptimisticLockingFailureException;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Statistics in the ledger's database. Appended by every process, merged and removed by one; a
 * reader gets the same sums before and after a merge. Thread-safe.
 */
final class AnalyticsStore {
  static final int MINUTE = 60;
  static final int HOUR = 3600;

  /** Where {@link #read} has how often gauges were read. */
  static final int SAMPLES = 16;

  private static final int MERGED = 19;

  private static final int MOST_DELETED = 200;

  private static final String INSERT =
      """
      insert into analytics (step, seconds, merged, stage, queue, source, pipeline, entered, done, failed,
                             dead, bytes, waiting, running, used_mb, used_milli_cores, samples, runs, waits)
      values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
      """;
  private static final String COLUMNS =
      """
      select id, step, stage, queue, source, pipeline, entered, done, failed, dead, bytes, waiting, running,
             used_mb, used_milli_cores, samples, runs, waits, merged
      from analytics
      """;
  static final String TO_MERGE =
      "select distinct step from analytics where merged = false and step < :before order by step limit 10";
  static final String STEPS =
      COLUMNS + " where seconds = :seconds and step >= :from and step < :to order by seconds, step";
  static final String STEPS_OF_QUEUE =
      COLUMNS
          + " where queue = :name and merged = true and seconds = :seconds and step >= :from and step < :to"
          + " order by queue, seconds, step";
  static final String STEPS_OF_SOURCE =
      COLUMNS
          + " where source = :name and merged = true and seconds = :seconds and step >= :from and step < :to"
          + " order by source, seconds, step";
  static final String NOT_SUMMED =
      COLUMNS + " where merged = false and step >= :from and step < :to order by merged, step";
  static final String PLACES =
      """
      select stage, queue, source, pipeline, sum(entered + done + failed + waiting) from analytics
      where seconds in (60, 3600) and step >= :from and step < :to
      group by stage, queue, source, pipeline
      """;
  static final String PLACES_NOT_SUMMED =
      """
      select stage, queue, source, pipeline, sum(entered + done + failed + waiting) from analytics
      where merged = false and step >= :from and step < :to
      group by stage, queue, source, pipeline
      """;
  static final String OLDEST =
      "select step from analytics where seconds = 60 order by seconds, step limit 1";
  private static final String DELETE = "delete from analytics where id = any(:ids)";
  private static final String FORGET =
      """
      delete from analytics where id = any(array(
        select id from analytics where seconds = :seconds and step < :before order by step limit 1000))
      """;
  /* What has not ended less what runs; a container runs one task at a time. */
  private static final String WAITING =
      """
      select s.stage, j.queue, j.source, j.pipeline, sum(s.created - s.done - s.dead)
      from job j join job_stage s on s.job_id = j.id
      where j.state = 'ACTIVE' and j.outstanding > 0 and s.created > s.done + s.dead
      group by s.stage, j.queue, j.source, j.pipeline
      """;
  private static final String RUNNING =
      """
      select l.stage, l.queue, j.source, j.pipeline, count(*), sum(e.memory_mb), sum(e.milli_cores)
      from lease e join lane l on l.id = e.lane_id join job j on j.id = e.job_id
      group by l.stage, l.queue, j.source, j.pipeline
      """;

  private final Database db;
  private final AnalyticsSums sums;
  private final AnalyticsBusy busy;

  AnalyticsStore(Database db) {
    this.db = db;
    this.sums = new AnalyticsSums(db);
    this.busy = new AnalyticsBusy(db);
  }

  AnalyticsSums sums() {
    return sums;
  }

  AnalyticsBusy busy() {
    return busy;
  }

  /** One row a place, in one commit. */
  void append(long step, Map<Dimensions, Tally> tallies) {
    db.inTransaction(() -> insert(step, MINUTE, false, tallies));
  }

  /** What waits and what runs now, as one reading of the gauges. */
  Map<Dimensions, Tally> gauges() {
    Map<Dimensions, Tally> read = new HashMap<>();
    db.jdbc()
        .sql(WAITING)
        .query(
            row -> {
              tally(read, dimensions(row, 1)).waiting += row.getLong(5);
            });
    db.jdbc()
        .sql(RUNNING)
        .query(
            row -> {
              Tally at = tally(read, dimensions(row, 1));
              at.running += row.getLong(5);
              at.usedMb += row.getLong(6);
              at.usedMilliCores += row.getLong(7);
            });
    read.values().forEach(each -> each.waiting = Math.max(0, each.waiting - each.running));
    tally(read, Dimensions.NONE).samples = 1;
    return read;
  }

  /** Makes one row a place of the minutes that ended before, some at a time. */
  void merge(long before) {
    for (long step : db.jdbc().sql(TO_MERGE).param("before", before).query(Long.class).list()) {
      replace(step, step + MINUTE, MINUTE);
    }
  }

  /**
   * Makes hours of minutes, one hour at a time.
   *
   * @param before hours that end later stay as they are
   * @return whether it found one
   */
  boolean coarsen(long before) {
    long hour =
        db.jdbc()
            .sql(OLDEST)
            .query(Long.class)
            .optional()
            .map(oldest -> floor(oldest, HOUR))
            .orElse(before);
    if (hour + HOUR > before) {
      return false;
    }
    replace(hour, hour + HOUR, HOUR);
    return true;
  }

  /** Removes a bounded number of what is older; how many. */
  int forget(long before) {
    int removed = 0;
    for (int seconds : new int[] {MINUTE, HOUR}) {
      removed += db.jdbc().sql(FORGET).param("seconds", seconds).param("before", before).update();
      sums.forget(seconds, before);
    }
    busy.forget(before);
    return removed;
  }

  /** Where something happened in the range, and how much. */
  Map<Dimensions, Long> places(long from, long to) {
    return places(PLACES, from, to);
  }

  /** The same of what is not merged yet. */
  Map<Dimensions, Long> placesNotSummed(long from, long to) {
    return places(PLACES_NOT_SUMMED, from, to);
  }

  private Map<Dimensions, Long> places(String sql, long from, long to) {
    Map<Dimensions, Long> places = new HashMap<>();
    db.jdbc()
        .sql(sql)
        .param("from", from)
        .param("to", to)
        .query(
            row -> {
              places.put(dimensions(row, 1), row.getLong(5));
            });
    return places;
  }

  /** Calls for every row whose step begins in the range, in their order in time. */
  void read(long from, long to, RowReader reader) {
    for (int seconds : new int[] {HOUR, MINUTE}) {
      query(db.jdbc().sql(STEPS).param("seconds", seconds), from, to, reader);
    }
  }

  /**
   * As {@link #read}, of one queue or source alone, queues below it left out, and merged rows only.
   */
  void readOf(AnalyticsBusy.Kind kind, String name, long from, long to, RowReader reader) {
    String sql = kind == AnalyticsBusy.Kind.QUEUE ? STEPS_OF_QUEUE : STEPS_OF_SOURCE;
    for (int seconds : new int[] {HOUR, MINUTE}) {
      query(db.jdbc().sql(sql).param("name", name).param("seconds", seconds), from, to, reader);
    }
  }

  /** As {@link #read}, of what is in no sum yet. */
  void readNotSummed(long from, long to, RowReader reader) {
    query(db.jdbc().sql(NOT_SUMMED), from, to, reader);
  }

  private static void query(JdbcClient.StatementSpec sql, long from, long to, RowReader reader) {
    sql.param("from", from)
        .param("to", to)
        .query(
            row -> {
              reader.row(row.getLong(2), dimensions(row, 3), row);
            });
  }

  interface RowReader {
    void row(long step, Dimensions at, ResultSet row) throws SQLException;
  }

  /** Adds a row of {@link #read} to a tally. */
  static void add(ResultSet row, Tally to) throws SQLException {
    to.add(row, 7);
    to.samples += row.getLong(SAMPLES);
  }

  static long floor(long second, long step) {
    return Math.floorDiv(second, step) * step;
  }

  private void replace(long from, long to, int seconds) {
    db.inTransaction(
        () -> {
          Map<Dimensions, Tally> sums = new HashMap<>();
          Map<Dimensions, Long> first = new HashMap<>();
          List<Long> ids = new ArrayList<>();
          // An hour that was made before late minutes came is made anew with them.
          for (int each : seconds == MINUTE ? new int[] {MINUTE} : new int[] {MINUTE, seconds}) {
            db.jdbc()
                .sql(STEPS)
                .param("seconds", each)
                .param("from", from)
                .param("to", to)
                .query(
                    row -> {
                      ids.add(row.getLong(1));
                      Dimensions at = dimensions(row, 3);
                      add(row, sums.computeIfAbsent(at, any -> Tally.sum()));
                      if (!row.getBoolean(MERGED)) {
                        first.merge(at, busy(row), Long::sum);
                      }
                    });
          }
          insert(from, seconds, true, sums);
          this.sums.replace(from, to, seconds, sums);
          busy.add(from, first);
          if (seconds == HOUR) {
            busy.forgetMinutes(from);
          }
          if (delete(ids) != ids.size()) {
            throw new OptimisticLockingFailureException(
                "analytics: every row is merged once, and another manager has merged some of "
                    + ids.size()
                    + " meanwhile; nothing was merged here");
          }
        });
  }

  /* H2 compares each row with every id of the statement. */
  private int delete(List<Long> ids) {
    int deleted = 0;
    for (int from = 0; from < ids.size(); from += MOST_DELETED) {
      List<Long> some = ids.subList(from, Math.min(ids.size(), from + MOST_DELETED));
      deleted += db.jdbc().sql(DELETE).param("ids", some.toArray(Long[]::new)).update();
    }
    return deleted;
  }

  /* As the ranking by places has it: what came, what was done or failed, and what waited. */
  private static long busy(ResultSet row) throws SQLException {
    return row.getLong(7) + row.getLong(8) + row.getLong(9) + row.getLong(12);
  }

  private void insert(long step, int seconds, boolean merged, Map<Dimensions, Tally> tallies) {
    List<Object[]> rows = new ArrayList<>(tallies.size());
    tallies.forEach(
        (at, tally) ->
            rows.add(
                new Object[] {
                  step,
                  seconds,
                  merged,
                  at.stage(),
                  at.queue(),
                  at.source(),
                  at.pipeline(),
                  tally.entered,
                  tally.done,
                  tally.failed,
                  tally.dead,
                  tally.bytes,
                  tally.waiting,
                  tally.running,
                  tally.usedMb,
                  tally.usedMilliCores,
                  tally.samples,
                  tally.runs.bytes(),
                  tally.waits.bytes()
                }));
    db.batch(INSERT, rows);
  }

  private static Tally tally(Map<Dimensions, Tally> in, Dimensions at) {
    return in.computeIfAbsent(at, key -> Tally.brief());
  }

  private static Dimensions dimensions(ResultSet row, int first) throws SQLException {
    return new Dimensions(
        row.getString(first),
        row.getString(first + 1),
        row.getString(first + 2),
        row.getString(first + 3));
  }
}
