package org.millrace.engine.transport.sqs;

import java.sql.Array;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.millrace.engine.db.Database;
import org.millrace.engine.task.Task;
import org.springframework.dao.CannotAcquireLockException;
import org.springframework.jdbc.core.namedparam.MapSqlParameterSource;
import org.springframework.jdbc.core.namedparam.SqlParameterSource;

/**
 * What the ledger's database knows of messages: which have been settled, with all their tasks or
 * some, and which deliveries came back unrun. Every method may be part of a transaction.
 * Thread-safe.
 */
final class Known {
  private static final String SETTLED =
      "select uid, attempt, unsettled from inbox where uid = any(:uids)";
  private static final String RETURNED =
      "select message, times from sqs_returned where message = any(:messages)";
  private static final String LIVE =
      """
      select id from job where id = any(:jobs) and state in ('ACCEPTED', 'ACTIVE', 'PAUSED')
      """;
  private static final String SETTLE =
      """
      insert into inbox (uid, attempt, job_id, message, unsettled)
      values (:uid, :attempt, :job, :message, :left)
      """;
  private static final String SETTLE_MORE =
      """
      update inbox set unsettled = :left
      where uid = :uid and attempt = :attempt and unsettled = :before
      """;
  private static final String FORGET_RETURNS =
      "delete from sqs_returned where message = any(:messages)";
  private static final String RETURN =
      "insert into sqs_returned (message, job_id, times) values (:message, :job, :times)";

  private static final UUID[] NONE = {};

  private final Database db;

  /** A message, however often it was sent or delivered. */
  private record Key(UUID uid, int attempt) {
    static Key of(Delivery delivery) {
      return new Key(delivery.row().uid(), delivery.row().attempt());
    }
  }

  /**
   * @param fresh to be run, with attempts as they count
   * @param crashed whose attempt before did not end
   * @param stale settled before, of jobs that have ended, or in hand twice
   */
  record Sorted(List<Delivery> fresh, List<Delivery> crashed, List<Delivery> stale) {}

  Known(Database db) {
    this.db = db;
  }

  Sorted sort(List<Delivery> deliveries) {
    Map<Key, Set<UUID>> unsettled = unsettled(deliveries);
    Map<String, Integer> returned = returned(deliveries);
    Set<Long> live = live(deliveries);
    Set<Key> seen = new HashSet<>();
    List<Delivery> fresh = new ArrayList<>();
    List<Delivery> crashed = new ArrayList<>();
    List<Delivery> stale = new ArrayList<>();
    for (Delivery each : deliveries) {
      Delivery left =
          left(each, unsettled.get(Key.of(each)))
              .without(returned.getOrDefault(each.messageId(), 0));
      if (left.tasks().isEmpty() || !live.contains(each.row().jobId()) || !seen.add(Key.of(each))) {
        stale.add(each);
      } else {
        (left.crashed() ? crashed : fresh).add(left);
      }
    }
    return new Sorted(fresh, crashed, stale);
  }

  /**
   * Notes what has been settled, in the caller's transaction.
   *
   * @param look whether to see first what others have settled since these were sorted
   * @return what counts of it: outcomes of tasks that had not been settled before
   * @throws org.springframework.dao.ConcurrencyFailureException another settles one of them just
   *     now, or has since they were sorted, as does {@code DuplicateKeyException}
   */
  List<Ended> settle(Collection<Ended> ended, boolean look) {
    List<Ended> all = ended.stream().filter(each -> !each.outcomes().isEmpty()).toList();
    if (look && !all.isEmpty()) {
      Map<Key, Set<UUID>> unsettled = unsettled(all.stream().map(Ended::delivery).toList());
      all =
          all.stream()
              .map(each -> counting(each, unsettled.get(Key.of(each.delivery()))))
              .filter(each -> !each.outcomes().isEmpty())
              .toList();
    }
    // In one order, so that two who settle the same tasks do not wait for one another.
    List<Ended> ordered =
        all.stream().sorted(Comparator.comparing(each -> each.delivery().row().uid())).toList();
    db.batch(
        SETTLE,
        ordered.stream()
            .filter(each -> each.delivery().isWhole())
            .map(Known::params)
            .toArray(SqlParameterSource[]::new));
    ordered.stream().filter(each -> !each.delivery().isWhole()).forEach(this::settleMore);
    return all;
  }

  /** Notes that these deliveries were no attempts. Once more changes nothing. */
  void returned(Collection<Delivery> deliveries) {
    if (deliveries.isEmpty()) {
      return;
    }
    db.jdbc()
        .sql(FORGET_RETURNS)
        .param("messages", deliveries.stream().map(Delivery::messageId).toArray(String[]::new))
        .update();
    db.batch(
        RETURN,
        deliveries.stream()
            .map(
                each ->
                    new MapSqlParameterSource()
                        .addValue("message", each.messageId())
                        .addValue("job", each.row().jobId())
                        .addValue("times", each.returned() + 1))
            .toArray(SqlParameterSource[]::new));
  }

  private void settleMore(Ended ended) {
    int changed =
        db.jdbc()
            .sql(SETTLE_MORE)
            .paramSource(params(ended).addValue("before", uids(ended.delivery().tasks())))
            .update();
    if (changed == 0) {
      throw new CannotAcquireLockException("another has settled tasks of this message");
    }
  }

  /** What is left of it where some of it, or all, has been settled. */
  private static Delivery left(Delivery delivery, Set<UUID> unsettled) {
    return unsettled == null
        ? delivery
        : delivery.only(
            delivery.tasks().stream().filter(each -> unsettled.contains(each.uid())).toList());
  }

  /** As far as nobody has settled it meanwhile. */
  private static Ended counting(Ended ended, Set<UUID> unsettled) {
    Delivery now = left(ended.delivery(), unsettled);
    Set<UUID> open = now.tasks().stream().map(Task::uid).collect(Collectors.toSet());
    return new Ended(
        now, ended.outcomes().stream().filter(each -> open.contains(each.task().uid())).toList());
  }

  /** Those of which at least one task has been settled, and what is not. */
  private Map<Key, Set<UUID>> unsettled(List<Delivery> deliveries) {
    Map<Key, Set<UUID>> found = new HashMap<>();
    db.jdbc()
        .sql(SETTLED)
        .param("uids", deliveries.stream().map(each -> each.row().uid()).toArray(UUID[]::new))
        .query(
            row -> {
              found.put(
                  new Key(row.getObject(1, UUID.class), row.getInt(2)), uids(row.getArray(3)));
            });
    return found;
  }

  /** A message that is delivered for the first time never came back. */
  private Map<String, Integer> returned(List<Delivery> deliveries) {
    String[] again =
        deliveries.stream()
            .filter(each -> each.deliveries() > 1)
            .map(Delivery::messageId)
            .toArray(String[]::new);
    Map<String, Integer> returned = new HashMap<>();
    if (again.length > 0) {
      db.jdbc()
          .sql(RETURNED)
          .param("messages", again)
          .query(
              row -> {
                returned.put(row.getString(1), row.getInt(2));
              });
    }
    return returned;
  }

  private Set<Long> live(List<Delivery> deliveries) {
    Long[] jobs =
        deliveries.stream().map(each -> each.row().jobId()).distinct().toArray(Long[]::new);
    return new HashSet<>(db.jdbc().sql(LIVE).param("jobs", jobs).query(Long.class).list());
  }

  private static MapSqlParameterSource params(Ended ended) {
    Task row = ended.delivery().row();
    return new MapSqlParameterSource()
        .addValue("uid", row.uid())
        .addValue("attempt", row.attempt())
        .addValue("job", row.jobId())
        .addValue("message", ended.delivery().messageId())
        .addValue("left", ended.isOver() ? null : uids(ended.left()));
  }

  private static UUID[] uids(List<Task> tasks) {
    return tasks.stream().map(Task::uid).toArray(UUID[]::new);
  }

  private static Set<UUID> uids(Array array) throws SQLException {
    Object[] values = array == null ? NONE : (Object[]) array.getArray();
    return Arrays.stream(values).map(UUID.class::cast).collect(Collectors.toSet());
  }
}
