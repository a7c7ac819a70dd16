package org.millrace.engine.transport.table;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import java.util.function.Supplier;
import org.millrace.engine.db.Database;
import org.millrace.engine.lease.Lease;
import org.millrace.engine.ledger.TaskRows;
import org.millrace.engine.task.Task;
import org.millrace.engine.transport.Packing;
import org.springframework.jdbc.support.SqlArrayValue;

final class PostgresqlQueueTable implements QueueTable {
  /* Without statistics, as in a table that was empty a moment ago, the planner takes a lane for a
   * handful of rows, and reads and sorts the whole of it at every claim: eight times the work at
   * 20,000 rows. Without sorting, the index that has the order is all that is left. */
  private static final String IN_INDEX_ORDER = "set local enable_sort = off";

  /* A row and where it lies: found there, it needs no index. */
  private static final String PLACED = TaskRows.READY_COLUMNS + ", tasks, ctid";

  private static final int TASKS = 11;
  private static final int PLACE = 12;

  /* The array keeps the plan on the index: joined to a CTE, a prepared statement turns into a hash
   * join over the whole table. Ordered by the index's own columns for the same reason. */
  private static final String CLAIM =
      """
      update task set lease_id = ?, attempt = attempt + 1
      where ctid = any(array(
        select ctid from task
        where lane_id = ? and lease_id = 0
        order by lane_id, job_id, id
        for update skip locked
        limit ?))
      returning\s"""
          + PLACED;
  private static final String HELD =
      "select " + PLACED + " from task where lane_id = :lane and lease_id = :lease";

  /* Rows stay where they are while somebody has them in hand, unless the whole table is written
   * anew (VACUUM FULL); then the identity tells that another lies there. */
  private static final String IN_HAND =
      " where ctid = any(?::tid[]) and uid = any(?) and lease_id = any(?)";
  private static final String REMOVE = "delete from task" + IN_HAND;
  private static final String GIVE_BACK =
      "update task set lease_id = 0, attempt = attempt - 1" + IN_HAND;

  /* One statement for all rows, and one message to the server for all bodies. Arrays are taken apart
   * in the select list, side by side: in the from clause each would be put down row by row first. */
  private static final String INSERT =
      "insert into task ("
          + TaskRows.WRITTEN
          + ", tasks, lease_id) select unnest(?::uuid[]), unnest(?::int[]), unnest(?::bigint[]),"
          + " unnest(?::int[]), unnest(?::boolean[]), unnest(?::text[]), unnest(?::text[]),"
          + " unnest(?::bytea[]), unnest(?::text[]), unnest(?::int[]), ?::bigint";
  private static final List<String> TYPES =
      List.of("uuid", "int4", "int8", "int4", "bool", "text", "text", "bytea", "text");

  private static final Comparator<Placed> LANE_ORDER =
      Comparator.<Placed>comparingLong(each -> each.parcel().first().jobId())
          .thenComparingLong(Placed::id);

  private final Database db;
  private final TaskRows rows;

  PostgresqlQueueTable(Database db, TaskRows rows) {
    this.db = db;
    this.rows = rows;
  }

  @Override
  public void insert(List<Packing.Row> sent, long holder) {
    if (sent.isEmpty()) {
      return;
    }
    List<Object[]> values = sent.stream().map(each -> rows.values(each.envelope())).toList();
    List<Object> columns = new ArrayList<>();
    for (int i = 0; i < TYPES.size(); i++) {
      columns.add(new SqlArrayValue(TYPES.get(i), column(values, i)));
    }
    columns.add(new SqlArrayValue("int4", sent.stream().map(Packing.Row::tasks).toArray()));
    columns.add(holder);
    db.later(INSERT, columns, inserted -> {});
  }

  /** Bodies as an array of byte arrays: only that goes to the server as it is. */
  private static Object[] column(List<Object[]> rows, int i) {
    Object[] column =
        "bytea".equals(TYPES.get(i)) ? new byte[rows.size()][] : new Object[rows.size()];
    for (int row = 0; row < column.length; row++) {
      column[row] = rows.get(row)[i];
    }
    return column;
  }

  @Override
  public Supplier<List<Parcel>> claim(Lease lease, int max) {
    db.later(IN_INDEX_ORDER, List.of(), done -> {});
    List<Placed> claimed =
        db.laterRows(
            CLAIM, List.of(lease.epoch(), lease.laneId(), max), PostgresqlQueueTable::placed);
    return () -> inLaneOrder(claimed);
  }

  @Override
  public List<Parcel> held(Lease lease) {
    return inLaneOrder(
        db.jdbc()
            .sql(HELD)
            .param("lane", lease.laneId())
            .param("lease", lease.epoch())
            .query(PostgresqlQueueTable::placed)
            .list());
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
        List.of(
            parcels.stream().map(each -> RowPlace.text(each.id())).toArray(String[]::new),
            parcels.stream().map(Parcel::uid).toArray(UUID[]::new),
            QueueTable.epochs(leases)));
  }

  /** A parcel that is known by its row's place, with the row's own id. */
  private record Placed(long id, Parcel parcel) {}

  private static Placed placed(ResultSet row, int n) throws SQLException {
    Task task = TaskRows.readReady(row, n);
    long place = RowPlace.of(row.getString(PLACE));
    return new Placed(
        task.id(),
        new Parcel(place, task.uid(), Packing.unpack(task.knownBy(place), row.getInt(TASKS))));
  }

  private static List<Parcel> inLaneOrder(List<Placed> rows) {
    return rows.stream().sorted(LANE_ORDER).map(Placed::parcel).toList();
  }
}
