package org.millrace.engine.transport.push;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.millrace.engine.db.Database;
import org.millrace.engine.transport.TaskCodec.Sealed;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.namedparam.MapSqlParameterSource;
import org.springframework.jdbc.core.namedparam.SqlParameterSource;

/**
 * Knows copies. What comes from the outbox may have been published twice; the first message of a
 * task's attempt that is seen wins, and every other is a copy. The winner delivered again is none.
 * Thread-safe.
 */
final class Inbox {
  private static final String KNOWN =
      "select uid, attempt, message from inbox where uid = any(:uids)";
  private static final String NOTE =
      "insert into inbox (uid, attempt, job_id, message) values (:uid, :attempt, :job, :message)";

  private record Key(UUID uid, int attempt) {}

  private final Database db;

  Inbox(Database db) {
    this.db = db;
  }

  /** Those of the messages that are copies of one that was seen before. */
  Set<Sealed> copies(List<Sealed> messages) {
    if (messages.isEmpty()) {
      return Set.of();
    }
    while (true) {
      try {
        return db.inTransaction(() -> compare(messages));
      } catch (DuplicateKeyException copySeenElsewhereAtOnce) {
        continue;
      }
    }
  }

  private Set<Sealed> compare(List<Sealed> messages) {
    Map<Key, String> winners = winners(messages);
    Set<Sealed> copies = new HashSet<>();
    List<Sealed> first = new ArrayList<>();
    for (Sealed each : messages) {
      String own = each.message().toString();
      String winner = winners.putIfAbsent(key(each), own);
      if (winner == null) {
        first.add(each);
      } else if (!winner.equals(own)) {
        copies.add(each);
      }
    }
    db.batch(
        NOTE,
        first.stream()
            .map(
                each ->
                    new MapSqlParameterSource()
                        .addValue("uid", each.task().uid())
                        .addValue("attempt", each.task().attempt())
                        .addValue("job", each.task().jobId())
                        .addValue("message", each.message().toString()))
            .toArray(SqlParameterSource[]::new));
    return copies;
  }

  private Map<Key, String> winners(List<Sealed> messages) {
    Map<Key, String> winners = new HashMap<>();
    db.jdbc()
        .sql(KNOWN)
        .param("uids", messages.stream().map(each -> each.task().uid()).toArray(UUID[]::new))
        .query(
            row -> {
              winners.put(new Key(row.getObject(1, UUID.class), row.getInt(2)), row.getString(3));
            });
    return winners;
  }

  private static Key key(Sealed sealed) {
    return new Key(sealed.task().uid(), sealed.task().attempt());
  }
}
