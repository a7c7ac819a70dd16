package org.millrace.engine.analytics;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.millrace.engine.db.Database;

/**
 * Sums of merged statistics over many places: a chart of the whole system reads a row a step and
 * not one for each place. Written in the transaction that merges. Thread-safe.
 */
final class AnalyticsSums {
  private static final String INSERT =
      """
      insert into analytics_sum (kind, name, seconds, step, entered, done, failed, dead, bytes, waiting,
                                 running, used_mb, used_milli_cores, samples, runs, waits)
      values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
      """;
  private static final String DELETE =
      "delete from analytics_sum where seconds = :seconds and step >= :from and step < :to";
  static final String OF_KIND =
      """
      select step, name, entered, done, failed, dead, bytes, waiting, running, used_mb, used_milli_cores,
             samples, runs, waits
      from analytics_sum
      where kind = :kind and seconds = :seconds and step >= :from and step < :to
      order by step
      """;
  static final String OF_NAME =
      """
      select step, name, entered, done, failed, dead, bytes, waiting, running, used_mb, used_milli_cores,
             samples, runs, waits
      from analytics_sum
      where kind = :kind and name = :name and seconds = :seconds and step >= :from and step < :to
      order by kind, name, seconds, step
      """;
  static final String SAMPLES =
      """
      select step, samples from analytics_sum
      where kind = 'all' and name = '' and seconds = :seconds and step >= :from and step < :to
      """;

  private static final String ANY =
      "select 1 from analytics_sum where kind = :kind and name = :name limit 1";

  private final Database db;

  AnalyticsSums(Database db) {
    this.db = db;
  }

  /** What is summed up. */
  enum Kind {
    ALL,
    STAGE,
    PIPELINE,
    /** Of the queues below one. */
    UNDER;

    private String column() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  private record Sum(Kind kind, String name) {}

  interface SumReader {
    void row(long step, String name, ResultSet row) throws SQLException;
  }

  interface SamplesReader {
    void samples(long step, long samples);
  }

  /** Within the caller's transaction. */
  void replace(long from, long to, int seconds, Map<Dimensions, Tally> places) {
    delete(AnalyticsStore.MINUTE, from, to);
    if (seconds != AnalyticsStore.MINUTE) {
      delete(seconds, from, to);
    }
    Map<Sum, Tally> sums = new HashMap<>();
    long samples = places.containsKey(Dimensions.NONE) ? places.get(Dimensions.NONE).samples : 0;
    sums.put(new Sum(Kind.ALL, ""), Tally.sum());
    places.forEach(
        (at, tally) -> {
          if (!at.equals(Dimensions.NONE)) {
            add(sums, Kind.ALL, "", tally);
            add(sums, Kind.STAGE, at.stage(), tally);
            add(sums, Kind.PIPELINE, at.pipeline(), tally);
            for (int dot = at.queue().lastIndexOf('.');
                dot > 0;
                dot = at.queue().lastIndexOf('.', dot - 1)) {
              add(sums, Kind.UNDER, at.queue().substring(0, dot), tally);
            }
          }
        });
    List<Object[]> rows = new ArrayList<>(sums.size());
    sums.forEach((sum, tally) -> rows.add(row(sum, seconds, from, samples, tally)));
    db.batch(INSERT, rows);
  }

  private static void add(Map<Sum, Tally> sums, Kind kind, String name, Tally tally) {
    sums.computeIfAbsent(new Sum(kind, name), any -> Tally.sum()).add(tally);
  }

  private static Object[] row(Sum sum, int seconds, long step, long samples, Tally tally) {
    return new Object[] {
      sum.kind().column(),
      sum.name(),
      seconds,
      step,
      tally.entered,
      tally.done,
      tally.failed,
      tally.dead,
      tally.bytes,
      tally.waiting,
      tally.running,
      tally.usedMb,
      tally.usedMilliCores,
      samples,
      tally.runs.bytes(),
      tally.waits.bytes()
    };
  }

  void forget(int seconds, long before) {
    delete(seconds, Long.MIN_VALUE, before);
  }

  private void delete(int seconds, long from, long to) {
    db.jdbc().sql(DELETE).param("seconds", seconds).param("from", from).param("to", to).update();
  }

  /** Calls for every sum whose step begins in the range, in their order in time. */
  void read(Kind kind, long from, long to, SumReader reader) {
    read(OF_KIND, Map.of("kind", kind.column()), from, to, reader);
  }

  /** As {@link #read}, of one name. */
  void read(Kind kind, String name, long from, long to, SumReader reader) {
    read(OF_NAME, Map.of("kind", kind.column(), "name", name), from, to, reader);
  }

  /** Whether there is a sum of this name at all. */
  boolean has(Kind kind, String name) {
    return db.jdbc()
        .sql(ANY)
        .param("kind", kind.column())
        .param("name", name)
        .query(Integer.class)
        .optional()
        .isPresent();
  }

  private void read(String sql, Map<String, ?> of, long from, long to, SumReader reader) {
    for (int seconds : new int[] {AnalyticsStore.HOUR, AnalyticsStore.MINUTE}) {
      db.jdbc()
          .sql(sql)
          .params(of)
          .param("seconds", seconds)
          .param("from", from)
          .param("to", to)
          .query(
              row -> {
                reader.row(row.getLong(1), row.getString(2), row);
              });
    }
  }

  /** How often gauges were read. */
  void samples(long from, long to, SamplesReader reader) {
    for (int seconds : new int[] {AnalyticsStore.HOUR, AnalyticsStore.MINUTE}) {
      db.jdbc()
          .sql(SAMPLES)
          .param("seconds", seconds)
          .param("from", from)
          .param("to", to)
          .query(
              row -> {
                reader.samples(row.getLong(1), row.getLong(2));
              });
    }
  }

  /** Adds a row of {@link #read} to a tally. */
  static void add(ResultSet row, Tally to) throws SQLException {
    to.add(row, 3);
  }
}
