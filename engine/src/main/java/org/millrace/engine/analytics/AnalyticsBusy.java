package org.millrace.engine.analytics;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.millrace.engine.db.Database;

/**
 * How much each queue and each source had to do, by the hour: the busiest of very many are found
 * without reading what all of them did. Written in the transaction that merges. Thread-safe.
 */
final class AnalyticsBusy {
  private static final String KNOWN =
      "select name from analytics_busy where kind = :kind and step = :step";
  /* What is null stays so: of such an hour not all minutes are known. */
  private static final String UPDATE =
      """
      update analytics_busy set busy = busy + ?, minutes = minutes || ?
      where kind = ? and step = ? and name = ?
      """;
  private static final String INSERT =
      "insert into analytics_busy (busy, minutes, kind, step, name) values (?, ?, ?, ?, ?)";
  static final String NAMES =
      """
      select name, sum(busy) from analytics_busy
      where kind = :kind and step >= :from and step < :to
      group by name
      """;
  static final String MINUTES =
      "select name, busy, minutes from analytics_busy where kind = :kind and step = :hour";
  private static final String FORGET_MINUTES =
      """
      update analytics_busy set minutes = null
      where kind in ('queue', 'source') and step = :hour and minutes is not null
      """;
  private static final String FORGET =
      "delete from analytics_busy where kind in ('queue', 'source') and step < :before";

  private final Database db;

  AnalyticsBusy(Database db) {
    this.db = db;
  }

  /** Of what it is known how busy it was. */
  enum Kind {
    QUEUE,
    SOURCE;

    private String column() {
      return name().toLowerCase(Locale.ROOT);
    }

    String of(Dimensions at) {
      return this == QUEUE ? at.queue() : at.source();
    }
  }

  /**
   * Within the caller's transaction.
   *
   * @param minute its begin
   * @param places what is merged for the first time, and how busy each was
   */
  void add(long minute, Map<Dimensions, Long> places) {
    for (Kind kind : Kind.values()) {
      Map<String, Long> names = new HashMap<>();
      places.forEach(
          (at, busy) -> {
            if (!at.equals(Dimensions.NONE)) {
              names.merge(kind.of(at), busy, Long::sum);
            }
          });
      write(kind, minute, names);
    }
  }

  private void write(Kind kind, long minute, Map<String, Long> names) {
    if (names.isEmpty()) {
      return;
    }
    long hour = hour(minute);
    Set<String> known =
        new HashSet<>(
            db.jdbc()
                .sql(KNOWN)
                .param("kind", kind.column())
                .param("step", hour)
                .query(String.class)
                .list());
    List<Object[]> changed = new ArrayList<>();
    List<Object[]> added = new ArrayList<>();
    names.forEach(
        (name, busy) ->
            (known.contains(name) ? changed : added)
                .add(
                    new Object[] {
                      busy, BusyMinutes.of(minute - hour, busy), kind.column(), hour, name
                    }));
    db.batch(UPDATE, changed);
    db.batch(INSERT, added);
  }

  /**
   * Who had something to do in the range, which begins with a minute and ends behind the newest,
   * and how much. What is not merged yet is left out.
   */
  Map<String, Long> names(Kind kind, long from, long to) {
    Map<String, Long> names = new HashMap<>();
    long hour = hour(from);
    long whole = hour == from ? from : hour + AnalyticsStore.HOUR;
    if (hour < whole) {
      db.jdbc()
          .sql(MINUTES)
          .param("kind", kind.column())
          .param("hour", hour)
          .query(
              row -> {
                String minutes = row.getString(3);
                long busy =
                    minutes == null ? row.getLong(2) : BusyMinutes.since(from - hour, minutes);
                if (busy > 0) {
                  names.put(row.getString(1), busy);
                }
              });
    }
    db.jdbc()
        .sql(NAMES)
        .param("kind", kind.column())
        .param("from", whole)
        .param("to", to)
        .query(
            row -> {
              names.merge(row.getString(1), row.getLong(2), Long::sum);
            });
    return names;
  }

  /** Nobody asks for the minutes of this hour any more. */
  void forgetMinutes(long hour) {
    db.jdbc().sql(FORGET_MINUTES).param("hour", hour).update();
  }

  void forget(long before) {
    db.jdbc().sql(FORGET).param("before", hour(before)).update();
  }

  private static long hour(long second) {
    return AnalyticsStore.floor(second, AnalyticsStore.HOUR);
  }
}
