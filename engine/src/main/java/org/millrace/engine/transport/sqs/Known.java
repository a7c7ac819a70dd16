package org.millrace.engine.transport.sqs;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.millrace.engine.db.Database;
import org.springframework.jdbc.core.namedparam.MapSqlParameterSource;
import org.springframework.jdbc.core.namedparam.SqlParameterSource;

/**
 * What the ledger's database knows of deliveries: which have been settled, which came back unrun.
 * Every method may be part of a transaction. Thread-safe.
 */
final class Known {
  private static final String SETTLED = "select uid, attempt from inbox where uid in (:uids)";
  private static final String RETURNED =
      "select uid, attempt, times from sqs_returned where uid in (:uids)";
  private static final String LIVE =
      """
      select id from job where id in (:jobs) and state in ('ACCEPTED', 'ACTIVE', 'PAUSED')
      """;
  private static final String SETTLE =
      "insert into inbox (uid, attempt, job_id, message) values (:uid, :sent, :job, :message)";
  private static final String RETURN_AGAIN =
      "update sqs_returned set times = times + 1 where uid = :uid and attempt = :sent";
  private static final String RETURN_FIRST =
      "insert into sqs_returned (uid, attempt, job_id, times) values (:uid, :sent, :job, 1)";

  private final Database db;

  /** A message, however often it was sent or delivered. */
  private record Key(UUID uid, int sent) {
    static Key of(Delivery delivery) {
      return new Key(delivery.task().uid(), delivery.sent());
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
    List<UUID> uids = deliveries.stream().map(each -> each.task().uid()).distinct().toList();
    Set<Key> seen = settled(uids);
    Map<Key, Integer> returned = new HashMap<>();
    db.jdbc()
        .sql(RETURNED)
        .param("uids", uids)
        .query(
            row -> {
              returned.put(new Key(row.getObject(1, UUID.class), row.getInt(2)), row.getInt(3));
            });
    Set<Long> live = live(deliveries);
    List<Delivery> fresh = new ArrayList<>();
    List<Delivery> crashed = new ArrayList<>();
    List<Delivery> stale = new ArrayList<>();
    for (Delivery each : deliveries) {
      boolean first = live.contains(each.task().jobId()) && seen.add(Key.of(each));
      Delivery counted = each.without(returned.getOrDefault(Key.of(each), 0));
      if (first) {
        (counted.crashed() ? crashed : fresh).add(counted);
      } else {
        stale.add(each);
      }
    }
    return new Sorted(fresh, crashed, stale);
  }

  /**
   * Notes that these have been settled, in the caller's transaction.
   *
   * @return those that had not been before
   * @throws org.springframework.dao.DuplicateKeyException another settles one of them just now
   */
  Set<Delivery> settle(Collection<Delivery> deliveries) {
    if (deliveries.isEmpty()) {
      return Set.of();
    }
    Set<Key> before = settled(deliveries.stream().map(each -> each.task().uid()).toList());
    // In one order, so that two who settle the same tasks do not wait for one another.
    List<Delivery> now =
        deliveries.stream()
            .filter(each -> !before.contains(Key.of(each)))
            .sorted(Comparator.comparing(each -> each.task().uid()))
            .toList();
    db.batch(SETTLE, now.stream().map(Known::params).toArray(SqlParameterSource[]::new));
    return new HashSet<>(now);
  }

  /** Notes that these deliveries were no attempts. */
  void returned(Collection<Delivery> deliveries) {
    for (Delivery each : deliveries) {
      int changed = db.jdbc().sql(RETURN_AGAIN).paramSource(params(each)).update();
      if (changed == 0) {
        db.jdbc().sql(RETURN_FIRST).paramSource(params(each)).update();
      }
    }
  }

  private Set<Key> settled(List<UUID> uids) {
    Set<Key> keys = new HashSet<>();
    db.jdbc()
        .sql(SETTLED)
        .param("uids", uids)
        .query(
            row -> {
              keys.add(new Key(row.getObject(1, UUID.class), row.getInt(2)));
            });
    return keys;
  }

  private Set<Long> live(List<Delivery> deliveries) {
    List<Long> jobs = deliveries.stream().map(each -> each.task().jobId()).distinct().toList();
    return new HashSet<>(db.jdbc().sql(LIVE).param("jobs", jobs).query(Long.class).list());
  }

  private static MapSqlParameterSource params(Delivery delivery) {
    return new MapSqlParameterSource()
        .addValue("uid", delivery.task().uid())
        .addValue("sent", delivery.sent())
        .addValue("job", delivery.task().jobId())
        .addValue("message", delivery.messageId());
  }
}
