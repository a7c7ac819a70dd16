package org.millrace.engine.node;

import java.time.Duration;
import org.millrace.engine.db.Database;
import org.millrace.engine.machine.Machine;

/**
 * Which of the managers decides: who holds a row of the database, until its time is over by the
 * database's clock. Used by one thread.
 */
final class Leadership {
  private static final String TAKE =
      """
      update leader set
        epoch = epoch + case when holder = :me then 0 else 1 end,
        holder = :me,
        expires_at = current_timestamp + cast(:ttl as integer) * interval '1' second
      where id = 1 and (holder = :me or expires_at <= current_timestamp)
      """;
  private static final String EPOCH = "select epoch from leader where id = 1 and holder = :me";
  private static final String CONFIRM =
      """
      select epoch from leader
      where id = 1 and holder = :me and epoch = :epoch and expires_at > current_timestamp for update
      """;
  private static final String LEAVE =
      "update leader set expires_at = current_timestamp where id = 1 and holder = :me";

  private final Database db;
  private final String me;
  private final Duration ttl;
  private final Machine machine;
  private long epoch = -1;
  private long renewed;

  Leadership(Database db, String me, Duration ttl, Machine machine) {
    this.db = db;
    this.me = me;
    this.ttl = ttl;
    this.machine = machine;
  }

  /** What this process is to the others at the moment. */
  enum Standing {
    STANDBY,
    /** Leads, and did not at the last call. */
    NEW,
    LEADS
  }

  /** Holds on to leadership, or takes it when nobody has it. */
  Standing hold() {
    long now = machine.nanoTime();
    if (epoch >= 0 && now - renewed < ttl.toNanos() / 3) {
      return Standing.LEADS;
    }
    long before = epoch;
    boolean held =
        db.inTransaction(
            () -> {
              if (db.jdbc().sql(TAKE).param("me", me).param("ttl", ttl.toSeconds()).update() == 0) {
                return false;
              }
              epoch = db.jdbc().sql(EPOCH).param("me", me).query(Long.class).single();
              return true;
            });
    if (!held) {
      epoch = -1;
      return Standing.STANDBY;
    }
    renewed = now;
    return epoch == before ? Standing.LEADS : Standing.NEW;
  }

  /**
   * Makes sure, inside the caller's transaction, that no other decides until its commit.
   *
   * @return false when another may
   */
  boolean confirm() {
    boolean held =
        db.jdbc()
            .sql(CONFIRM)
            .param("me", me)
            .param("epoch", epoch)
            .query(Long.class)
            .optional()
            .isPresent();
    if (!held) {
      epoch = -1;
    }
    return held;
  }

  /** The next {@link #hold} is as the first. */
  void doubt() {
    epoch = -1;
  }

  /** Lets another decide at once. */
  void leave() {
    if (epoch >= 0) {
      epoch = -1;
      db.jdbc().sql(LEAVE).param("me", me).update();
    }
  }
}
