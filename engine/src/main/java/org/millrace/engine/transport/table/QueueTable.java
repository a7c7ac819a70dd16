package org.millrace.engine.transport.table;

import java.util.List;
import org.millrace.engine.db.Database;
import org.millrace.engine.lease.Lease;
import org.millrace.engine.ledger.TaskRows;
import org.millrace.engine.transport.Packing;

/**
 * The statements that databases do not share: many rows in at once, taking rows from a lane without
 * waiting for others, and finding rows in hand again. All inside the caller's transaction.
 */
interface QueueTable {
  /** A statement that changes a row for each of its parcels, while the lease holds them. */
  record Change(String sql, List<Object> values) {}

  /** In {@code lease_id} of what nobody has in hand. */
  long NOBODY = 0;

  /** Claims up to so many of the lane's first rows. Attempts are counted. */
  List<Parcel> claim(Lease lease, int rows);

  /**
   * Adds rows to their lanes.
   *
   * @param holder the epoch of who has them in hand, or {@link #NOBODY}
   */
  void insert(List<Packing.Row> rows, long holder);

  /** Those that the lease has in hand, in the lane's order. */
  List<Parcel> held(Lease lease);

  /** Takes rows in hand off the table. */
  Change remove(Lease lease, List<Parcel> parcels);

  /** Makes rows in hand ready again, as if they had not been claimed. */
  Change giveBack(Lease lease, List<Parcel> parcels);

  static QueueTable of(Database db, TaskRows rows) {
    return switch (db.dialect()) {
      case POSTGRESQL -> new PostgresqlQueueTable(db, rows);
      case H2 -> new H2QueueTable(db, rows);
    };
  }
}
