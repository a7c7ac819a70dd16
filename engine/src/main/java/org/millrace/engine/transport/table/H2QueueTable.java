package org.millrace.engine.transport.table;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;
import org.millrace.engine.db.Database;
import org.millrace.engine.lease.Lease;
import org.millrace.engine.ledger.TaskRows;
import org.millrace.engine.task.Task;
import org.millrace.engine.transport.Packing;

/**
 * Claims by compare-and-set: on H2 an ordered {@code FOR UPDATE SKIP LOCKED} locks every match of
 * the lane, and a second claimer would see none.
 */
final class H2QueueTable implements QueueTable {
  private static final String CANDIDATES =
      """
      select id from task
      where lane_id = :lane and lease_id = 0
      order by lane_id, job_id, id
      limit :max
      """;

  /* Waits for a rival's commit, then skips what the rival took, or moved to another lane. */
  private static final String TAKE =
      """
      update task set lease_id = :lease, attempt = attempt + 1
      where id = any(:ids) and lane_id = :lane and lease_id = 0
      """;

  private static final String COLUMNS = "select " + TaskRows.READY_COLUMNS + ", tasks from task";
  private static final int TASKS = 11;
  private static final String TAKEN =
      COLUMNS + " where id = any(:ids) and lease_id = :lease order by job_id, id";
  private static final String HELD =
      COLUMNS + " where lane_id = :lane and lease_id = :lease order by job_id, id";
  private static final String REMOVE = "delete from task where id = any(?) and lease_id = any(?)";
  private static final String GIVE_BACK =
      "update task set lease_id = 0, attempt = attempt - 1 where id = any(?) and lease_id = any(?)";

  private static final String INSERT =
      "insert into task ("
          + TaskRows.WRITTEN
          + ", tasks, lease_id) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";

  private final Database db;
  private final TaskRows rows;

  H2QueueTable(Database db, TaskRows rows) {
    this.db = db;
    this.rows = rows;
  }

  @Override
  public void insert(List<Packing.Row> sent, long holder) {
    db.batch(INSERT, sent.stream().map(each -> values(each, holder)).toList());
  }

  private Object[] values(Packing.Row row, long holder) {
    Object[] task = rows.values(row.envelope());
    Object[] all = Arrays.copyOf(task, task.length + 2);
    all[task.length] = row.tasks();
    all[task.length + 1] = holder;
    return all;
  }

  @Override
  public Supplier<List<Parcel>> claim(Lease lease, int max) {
    List<Parcel> claimed = claimNow(lease, max);
    return () -> claimed;
  }

  private List<Parcel> claimNow(Lease lease, int max) {
    while (true) {
      Long[] ids =
          db.jdbc()
              .sql(CANDIDATES)
              .param("lane", lease.laneId())
              .param("max", max)
              .query(Long.class)
              .list()
              .toArray(Long[]::new);
      if (ids.length == 0) {
        return List.of();
      }
      int taken =
          db.jdbc()
              .sql(TAKE)
              .param("lease", lease.epoch())
              .param("lane", lease.laneId())
              .param("ids", ids)
              .update();
      if (taken > 0) {
        return db.jdbc()
            .sql(TAKEN)
            .param("ids", ids)
            .param("lease", lease.epoch())
            .query(H2QueueTable::parcel)
            .list();
      }
      // A rival took them all: that is not a drained lane, so look again.
    }
  }

  @Override
  public List<Parcel> held(Lease lease) {
    return db.jdbc()
        .sql(HELD)
        .param("lane", lease.laneId())
        .param("lease", lease.epoch())
        .query(H2QueueTable::parcel)
        .list();
  }

  private static Parcel parcel(ResultSet row, int n) throws SQLException {
    Task task = TaskRows.readReady(row, n);
    return new Parcel(task.id(), task.uid(), Packing.unpack(task, row.getInt(TASKS)));
  }

  @Override
  public Change remove(List<Lease> leases, List<Parcel> parcels) {
    return change(REMOVE, leases, parcels);
  }

  @Override
  public Change giveBack(List<Lease> leases, List<Parcel> parcels) {
    return change(GIVE_BACK, leases, parcels);
  }

  private static Change change(String sql, List<Lease> leases, List<Parcel> parcels) {
    return new Change(
        sql,
        List.of(parcels.stream().map(Parcel::id).toArray(Long[]::new), QueueTable.epochs(leases)));
  }
}
