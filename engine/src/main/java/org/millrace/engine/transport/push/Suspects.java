package org.millrace.engine.transport.push;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.millrace.engine.db.Database;
import org.millrace.engine.task.Task;
import org.millrace.engine.transport.push.HandFiles.Held;
import org.springframework.jdbc.core.namedparam.MapSqlParameterSource;
import org.springframework.jdbc.core.namedparam.SqlParameterSource;

/**
 * Tasks that a process had in hand when it died together with the broker inside it. The broker
 * counts no delivery of theirs, so they are known by this. Thread-safe.
 */
final class Suspects {
  private static final String KNOWN = "select uid, attempt, job_id from suspect";
  private static final String NOTE =
      "insert into suspect (uid, attempt, job_id) values (:uid, :attempt, :job)";

  private record Key(UUID uid, int attempt) {}

  private final Set<Key> keys = ConcurrentHashMap.newKeySet();

  static Suspects none() {
    return new Suspects();
  }

  /** Takes over what an earlier life of this process left in its files. Before anything is run. */
  static Suspects after(HandFiles files, Database db) {
    Suspects suspects = new Suspects();
    try {
      suspects.load(db, files.left());
      files.forget();
      return suspects;
    } catch (IOException e) {
      throw new UncheckedIOException("in-hand files cannot be read", e);
    }
  }

  boolean isOne(Task task) {
    return !keys.isEmpty() && keys.contains(new Key(task.uid(), task.attempt()));
  }

  private void load(Database db, List<Held> left) {
    db.jdbc()
        .sql(KNOWN)
        .query(
            row -> {
              keys.add(new Key(row.getObject(1, UUID.class), row.getInt(2)));
            });
    List<Held> found =
        left.stream().filter(each -> keys.add(new Key(each.uid(), each.attempt()))).toList();
    db.batch(
        NOTE,
        found.stream()
            .map(
                each ->
                    new MapSqlParameterSource()
                        .addValue("uid", each.uid())
                        .addValue("attempt", each.attempt())
                        .addValue("job", each.jobId()))
            .toArray(SqlParameterSource[]::new));
  }
}
