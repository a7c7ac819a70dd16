package org.millrace.engine.announce;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.millrace.engine.Json;
import org.millrace.engine.db.Database;
import org.millrace.engine.ledger.JobState;

/** What is to be told, in the ledger's database. Times are the database's. Thread-safe. */
public final class Announcements {
  private static final String ENDS =
      """
      select e.id, e.job_id, e.state, e.ended_at, j.pipeline, j.queue, j.source, j.owner, j.submitted_at,
             j.started_at, j.error
      from job_end e join job j on j.id = e.job_id
      order by e.id limit 200
      """;
  private static final String FORGET_ENDS = "delete from job_end where id <= :until";
  private static final String ADD =
      """
      insert into announcement (target, job_id, body, created_at, due_at)
      values (:target, :job, :body, current_timestamp, current_timestamp)
      """;
  private static final String COLUMNS =
      "select id, target, job_id, body, attempts, created_at, due_at, error from announcement ";
  private static final String DUE =
      COLUMNS + "where due_at <= current_timestamp order by due_at, id limit 500";
  private static final String LIST =
      COLUMNS + "where id < :before and attempts > 0 order by id desc limit :limit";
  private static final String TOLD = "delete from announcement where id = :id";
  private static final String AGAIN =
      """
      update announcement set attempts = attempts + 1, error = :error,
             due_at = case when created_at > current_timestamp - cast(:patience as integer) * interval '1' second
                           then current_timestamp + cast(:seconds as integer) * interval '1' second
                      end
      where id = :id
      """;
  private static final String GIVE_UP =
      "update announcement set error = :error, due_at = null where id = :id";
  private static final String RETRY =
      """
      update announcement set created_at = current_timestamp, due_at = current_timestamp
      where id = :id and due_at is null
      """;
  private static final String FORGET =
      """
      delete from announcement
      where due_at is null and created_at < current_timestamp - cast(:seconds as integer) * interval '1' second
      """;
  private static final Duration PATIENCE = Duration.ofDays(1);
  private static final Duration KEPT = Duration.ofDays(30);
  private static final int LONGEST_ERROR = 1000;

  private final Database db;

  public Announcements(Database db) {
    this.db = db;
  }

  /**
   * Makes one announcement of each end that was noted and each target that wants it, in one
   * transaction.
   *
   * @return how many ends there were; 0 when there is nothing to do
   */
  int spread(List<Webhook> webhooks, boolean topic) {
    return db.inTransaction(
        () -> {
          List<End> ends = db.jdbc().sql(ENDS).query(Announcements::end).list();
          for (End end : ends) {
            webhooks.stream()
                .filter(each -> each.wants(end.state(), end.queue()))
                .forEach(each -> add(each.url().toString(), end));
            if (topic) {
              add(Announcement.TOPIC, end);
            }
          }
          if (!ends.isEmpty()) {
            db.jdbc().sql(FORGET_ENDS).param("until", ends.get(ends.size() - 1).id()).update();
          }
          return ends.size();
        });
  }

  List<Announcement> due() {
    return db.jdbc().sql(DUE).query(Announcements::read).list();
  }

  void told(long id) {
    db.jdbc().sql(TOLD).param("id", id).update();
  }

  /** To be tried again after a while, unless it has been tried for a day. */
  void again(long id, Duration pause, String error) {
    db.jdbc()
        .sql(AGAIN)
        .param("id", id)
        .param("error", brief(error))
        .param("seconds", pause.toSeconds())
        .param("patience", PATIENCE.toSeconds())
        .update();
  }

  void giveUp(long id, String error) {
    db.jdbc().sql(GIVE_UP).param("id", id).param("error", brief(error)).update();
  }

  /** Those given up long ago go. */
  void forget() {
    db.jdbc().sql(FORGET).param("seconds", KEPT.toSeconds()).update();
  }

  /**
   * Those that somebody did not take at once, newest first.
   *
   * @param before only with a smaller id; 0 for the first page
   */
  public List<Announcement> list(long before, int limit) {
    return db.jdbc()
        .sql(LIST)
        .param("before", before == 0 ? Long.MAX_VALUE : before)
        .param("limit", limit)
        .query(Announcements::read)
        .list();
  }

  /** Tries one again that was given up, for a day; false when there is no such. */
  public boolean retry(long id) {
    return db.jdbc().sql(RETRY).param("id", id).update() == 1;
  }

  private void add(String target, End end) {
    db.jdbc()
        .sql(ADD)
        .param("target", target)
        .param("job", end.jobId())
        .param("body", end.json())
        .update();
  }

  private static String brief(String error) {
    return error.length() > LONGEST_ERROR ? error.substring(0, LONGEST_ERROR) : error;
  }

  private static Announcement read(ResultSet row, int n) throws SQLException {
    return new Announcement(
        row.getLong(1),
        row.getString(2),
        row.getLong(3),
        row.getString(4),
        row.getInt(5),
        row.getTimestamp(6).toInstant(),
        instant(row, 7),
        Optional.ofNullable(row.getString(8)));
  }

  private static End end(ResultSet row, int n) throws SQLException {
    Map<String, Object> job = new LinkedHashMap<>();
    job.put("id", row.getLong(2));
    job.put("pipeline", row.getString(5));
    job.put("queue", row.getString(6));
    job.put("source", row.getString(7));
    job.put("owner", row.getString(8));
    job.put("state", row.getString(3));
    job.put("submittedAt", instant(row, 9).orElse(null));
    job.put("startedAt", instant(row, 10).orElse(null));
    job.put("finishedAt", instant(row, 4).orElse(null));
    job.put("error", row.getString(11));
    return new End(
        row.getLong(1),
        row.getLong(2),
        JobState.valueOf(row.getString(3)),
        row.getString(6),
        Json.write(ordered(row.getLong(1), job)));
  }

  private static Map<String, Object> ordered(long id, Map<String, Object> job) {
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("event", "job.ended");
    body.put("id", id);
    body.put("job", job);
    return body;
  }

  private static Optional<Instant> instant(ResultSet row, int column) throws SQLException {
    return Optional.ofNullable(row.getTimestamp(column)).map(Timestamp::toInstant);
  }

  private record End(long id, long jobId, JobState state, String queue, String json) {}
}
