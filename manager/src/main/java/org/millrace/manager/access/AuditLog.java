package org.millrace.manager.access;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.millrace.engine.db.Database;

/** The audit log in the database. Thread-safe. */
public final class AuditLog {
  private static final String ADD =
      """
      insert into audit (at, who, how, address, action, subject, before_state, after_state,
        outcome, status, times)
      values (:at, :who, :how, :address, :action, :subject, :before, :after,
        :outcome, :status, :times)
      """;
  private static final String COLUMNS =
      """
      select id, at, who, how, address, action, subject, before_state, after_state, outcome,
        status, times
      from audit where id < :before and at >= :since
      """;
  private static final String PAGE = COLUMNS + " order by id desc limit :limit";
  private static final String PAGE_OF_USER =
      COLUMNS + " and who = :who order by id desc limit :limit";
  private static final String FORGET =
      """
      delete from audit where id in (select id from audit where at < :until order by at limit 1000)
      """;
  private static final int LONGEST_NAME = 200;
  private static final int LONGEST_SUBJECT = 500;
  private static final int LONGEST_ADDRESS = 100;

  private final Database db;

  public AuditLog(Database db) {
    this.db = db;
  }

  /** Which entries: those of a user, those since then, those with a smaller id. */
  record Filter(Optional<String> who, Instant since, long before, int limit) {}

  /** Keeps an entry; it is there when this returns. */
  public void add(AuditEntry entry) {
    db.jdbc()
        .sql(ADD)
        .param("at", Timestamp.from(entry.at()))
        .param("who", cut(entry.who(), LONGEST_NAME))
        .param("how", entry.how())
        .param("address", cut(entry.address(), LONGEST_ADDRESS))
        .param("action", cut(entry.action(), LONGEST_NAME))
        .param("subject", cut(entry.subject(), LONGEST_SUBJECT))
        .param("before", entry.before())
        .param("after", entry.after())
        .param("outcome", entry.outcome())
        .param("status", entry.status())
        .param("times", entry.times())
        .update();
  }

  /** Newest first. */
  List<AuditEntry> list(Filter filter) {
    return db.jdbc()
        .sql(filter.who().isPresent() ? PAGE_OF_USER : PAGE)
        .params(filter.who().map(who -> Map.of("who", who)).orElse(Map.of()))
        .param("before", filter.before())
        .param("since", Timestamp.from(filter.since()))
        .param("limit", filter.limit())
        .query(AuditLog::entry)
        .list();
  }

  /** Removes what is older, a bounded number in each transaction. */
  void forget(Instant now, Duration age) {
    Timestamp until = Timestamp.from(now.minus(age));
    while (db.jdbc().sql(FORGET).param("until", until).update() > 0) {}
  }

  private static AuditEntry entry(ResultSet row, int number) throws SQLException {
    return new AuditEntry(
        row.getLong(1),
        row.getTimestamp(2).toInstant(),
        row.getString(3),
        row.getString(4),
        row.getString(5),
        row.getString(6),
        row.getString(7),
        row.getString(8),
        row.getString(9),
        row.getString(10),
        row.getInt(11),
        row.getLong(12));
  }

  private static String cut(String text, int longest) {
    return text.length() <= longest ? text : text.substring(0, longest);
  }
}
