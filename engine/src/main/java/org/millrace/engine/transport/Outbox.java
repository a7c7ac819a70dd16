package org.millrace.engine.transport;

import java.util.List;
import java.util.function.Consumer;
import org.millrace.engine.db.Database;
import org.millrace.engine.ledger.TaskRows;
import org.springframework.jdbc.core.namedparam.SqlParameterSource;

/**
 * Tasks on their way from the ledger's database to a store outside it: written in the transaction
 * that causes them, published after it, then forgotten. So each is published at least once; one
 * whose publication was not noted before a crash comes twice, with the same id. Thread-safe.
 */
public final class Outbox {
  private static final int AT_ONCE = 500;
  private static final String ADD =
      "insert into outbox (transport, "
          + TaskRows.WRITTEN
          + ") values (:transport, "
          + TaskRows.VALUES
          + ")";
  private static final String OLDEST =
      "select "
          + TaskRows.COLUMNS
          + ", lane_id from outbox where transport = :transport order by id limit :most";
  private static final String FORGET = "delete from outbox where id = any(:ids)";
  private static final String DROP =
      "delete from outbox where transport = :transport and job_id = :job";

  private final Database db;
  private final TaskRows rows;
  private final String transport;

  public Outbox(Database db, TaskRows rows, String transport) {
    this.db = db;
    this.rows = rows;
    this.transport = transport;
  }

  /** Within the caller's transaction. */
  public void add(List<Envelope> tasks) {
    db.batch(
        ADD,
        tasks.stream()
            .map(each -> rows.params(each).addValue("transport", transport))
            .toArray(SqlParameterSource[]::new));
  }

  /**
   * Publishes the oldest. By one caller at a time.
   *
   * @param publish returns when the other store has them all for good, or throws
   * @return how many
   */
  public int publish(Consumer<List<Envelope>> publish) {
    List<Envelope> oldest = oldest(AT_ONCE);
    if (!oldest.isEmpty()) {
      publish.accept(oldest);
      forget(oldest);
    }
    return oldest.size();
  }

  /** The oldest, for a caller who sends and forgets them in parts. */
  public List<Envelope> oldest(int most) {
    return db.jdbc()
        .sql(OLDEST)
        .param("transport", transport)
        .param("most", most)
        .query(rows::readEnvelope)
        .list();
  }

  /** Removes what the other store has for good; as {@link #oldest} gave it. */
  public void forget(List<Envelope> sent) {
    if (!sent.isEmpty()) {
      Long[] ids = sent.stream().map(each -> each.task().id()).toArray(Long[]::new);
      db.jdbc().sql(FORGET).param("ids", ids).update();
    }
  }

  /** Drops what a job has here; within the caller's transaction where there is one. */
  public void drop(long jobId) {
    db.jdbc().sql(DROP).param("transport", transport).param("job", jobId).update();
  }
}
