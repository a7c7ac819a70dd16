package org.millrace.engine.transport.table;

import java.util.List;
import java.util.function.Supplier;
import org.millrace.engine.db.Database;
import org.millrace.engine.lease.Lease;
import org.millrace.engine.ledger.TaskRows;
import org.millrace.engine.transport.Packing;

/**
 * The statements that databases do not share: many rows in at once, taking rows from a lane without
 * waiting for others, and finding rows in hand again. All inside the caller's transaction.
 */
interface QueueTable {
  /** A statement that changes a row for each of its parcels, while the leases hold them. */
  record Change(String sql, List<Object> values) {}

  /** In {@code lease_id} of what nobody has in hand. */
  long NOBODY = 0;

  /**
   * Claims up to so many of the lane's first rows. Attempts are counted.
   *
   * @return what was claimed, at the latest when {@link Database#sendDeferred} has returned
   */
  Supplier<List<Parcel>> claim(Lease lease, int rows);

  /**
   * Adds rows to their lanes.
   *
   * @param holder the epoch of who has them in hand, or {@link #NOBODY}
   */
  void insert(List<Packing.Row> rows, long holder);

  /** Those that the lease has in hand, in the lane's order. */
  List<Parcel> held(Lease lease);

  /** Takes rows off the table that one of the leases has in hand. */
  Change remove(List<Lease> leases, List<Parcel> parcels);

  /** Makes rows in hand ready again, as if they had not been claimed. */
  Change giveBack(List<Lease> leases, List<Parcel> parcels);

  /** Their epochs, for a statement. */
  static Long[] epochs(List<Lease> leases) {
    return leases.stream().map(Lease::epoch).toArray(Long[]::new);
  }

  static QueueTable of(Database db, TaskRows rows) {
    return switch (db.dialect()) {
      case POSTGRESQL -> new PostgresqlQueueTable(db, rows);
      case H2 -> new H2QueueTable(db, rows);
    };
  }
}
