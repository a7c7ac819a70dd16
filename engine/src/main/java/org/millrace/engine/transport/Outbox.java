package org.millrace.engine.transport;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import org.millrace.engine.db.Database;
import org.millrace.engine.ledger.TaskRows;
import org.millrace.scheduling.Lane;
import org.springframework.jdbc.core.namedparam.SqlParameterSource;

/**
 * Tasks on their way from the ledger's database to a store outside it: written in the transaction
 * that causes them, published after it, then forgotten. So each is published at least once; one
 * whose publication was not noted before a crash comes twice, with the same id. Thread-safe.
 */
public final class Outbox {
  private static final int AT_ONCE = 500;
  private static final String ADD =
      "insert into outbox (transport, sender, tasks, "
          + TaskRows.WRITTEN
          + ") values (:transport, :sender, :tasks, "
          + TaskRows.VALUES
          + ")";
  private static final String OLDEST =
      "select "
          + TaskRows.COLUMNS
          + ", lane_id, tasks from outbox where transport = :transport"
          + " and not (lane_id = any(:without)) order by id limit :most";
  private static final String OLDEST_OF =
      "select "
          + TaskRows.COLUMNS
          + ", lane_id, tasks from outbox where transport = :transport and sender = :sender"
          + " and not (lane_id = any(:without)) order by id limit :most";
  private static final String OVERDUE =
      """
      select id from outbox
      where transport = :transport
        and (sender is null
          or sender <> :sender
            and written_at < current_timestamp - cast(:millis as integer) * interval '0.001' second)
      order by id limit :most
      """;
  /* Not with the query above inside it: H2 would ask that again for each row that it changes. */
  private static final String ADOPT =
      """
      update outbox set sender = :sender, written_at = current_timestamp where id = any(:ids)
      """;
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
    add(tasks.stream().map(Packing.Row::of).toList(), null);
  }

  /**
   * The same of what is to be sent as one, by one of several processes.
   *
   * @param sender null for whoever sends all
   */
  public void add(List<Packing.Row> sent, UUID sender) {
    db.batch(
        ADD,
        sent.stream()
            .map(
                each ->
                    rows.params(each.envelope())
                        .addValue("tasks", each.tasks())
                        .addValue("transport", transport)
                        .addValue("sender", sender))
            .toArray(SqlParameterSource[]::new));
  }

  /**
   * Publishes the oldest. By one caller at a time.
   *
   * @param publish returns when the other store has them all for good, or throws
   * @return how many
   */
  public int publish(Consumer<List<Packing.Row>> publish) {
    List<Packing.Row> oldest = oldest(AT_ONCE, null, Set.of());
    if (!oldest.isEmpty()) {
      publish.accept(oldest);
      forget(oldest);
    }
    return oldest.size();
  }

  /**
   * The oldest, for a caller who sends and forgets them in parts.
   *
   * @param sender of what one process is to send; null for all
   * @param without lanes to leave out
   */
  public List<Packing.Row> oldest(int most, UUID sender, Set<Lane> without) {
    return db.jdbc()
        .sql(sender == null ? OLDEST : OLDEST_OF)
        .param("transport", transport)
        .param("sender", sender)
        .param("without", without.stream().map(rows::laneId).toArray(Integer[]::new))
        .param("most", most)
        .query(rows::readSent)
        .list();
  }

  /**
   * Makes a process the sender of what another has not sent for so long. By one caller at a time;
   * what the other has in hand just now may be sent by both.
   *
   * @return how many
   */
  public int adopt(UUID sender, int most, Duration after) {
    List<Long> overdue =
        db.jdbc()
            .sql(OVERDUE)
            .param("transport", transport)
            .param("sender", sender)
            .param("millis", after.toMillis())
            .param("most", most)
            .query(Long.class)
            .list();
    return overdue.isEmpty()
        ? 0
        : db.jdbc()
            .sql(ADOPT)
            .param("sender", sender)
            .param("ids", overdue.toArray(Long[]::new))
            .update();
  }

  /** Removes what the other store has for good; as {@link #oldest} gave it. */
  public void forget(List<Packing.Row> sent) {
    if (!sent.isEmpty()) {
      Long[] ids = sent.stream().map(each -> each.envelope().task().id()).toArray(Long[]::new);
      db.jdbc().sql(FORGET).param("ids", ids).update();
    }
  }

  /** Drops what a job has here; within the caller's transaction where there is one. */
  public void drop(long jobId) {
    db.jdbc().sql(DROP).param("transport", transport).param("job", jobId).update();
  }
}
