package org.millrace.engine.node;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.millrace.engine.db.Database;

/**
 * Notes what this node's containers have in hand of stores outside the database, so that a job's
 * counts show it wherever somebody looks. Nothing is decided by it. Used by one thread.
 */
final class HandNotes {
  private static final String FORGET = "delete from in_hand where lease_id = any(:epochs)";
  /* Nothing for a lease that has ended meanwhile. */
  private static final String NOTE =
      """
      insert into in_hand (lease_id, job_id, tasks)
      select id, cast(:job as bigint), cast(:tasks as integer) from lease where id = :epoch
      """;

  private final Database db;
  private Map<Long, Map<Long, Integer>> noted = Map.of();

  HandNotes(Database db) {
    this.db = db;
  }

  /**
   * @param inHand by lease, how many tasks of each job
   */
  void note(Map<Long, Map<Long, Integer>> inHand) {
    Set<Long> changed = new HashSet<>(noted.keySet());
    changed.addAll(inHand.keySet());
    changed.removeIf(epoch -> inHand.getOrDefault(epoch, Map.of()).equals(noted.get(epoch)));
    if (changed.isEmpty()) {
      return;
    }
    db.inTransaction(
        () -> {
          db.jdbc().sql(FORGET).param("epochs", changed.toArray(Long[]::new)).update();
          changed.forEach(epoch -> write(epoch, inHand.getOrDefault(epoch, Map.of())));
        });
    noted = new HashMap<>(inHand);
  }

  private void write(long epoch, Map<Long, Integer> tasks) {
    tasks.forEach(
        (job, count) ->
            db.jdbc()
                .sql(NOTE)
                .param("epoch", epoch)
                .param("job", job)
                .param("tasks", count)
                .update());
  }
}
