package org.millrace.engine.transport.table;

import java.util.List;
import java.util.function.Function;
import java.util.function.ToIntFunction;
import org.millrace.engine.db.Database;
import org.millrace.engine.lease.Lanes;
import org.millrace.engine.lease.Lease;
import org.millrace.engine.lease.Leases;
import org.millrace.engine.ledger.EffectLog;
import org.millrace.engine.ledger.SettlementEffects;
import org.millrace.engine.ledger.TaskRows;
import org.millrace.engine.machine.Machine;
import org.millrace.engine.task.Outcome;
import org.millrace.engine.task.Task;
import org.millrace.engine.transport.Envelope;
import org.millrace.engine.transport.LaneConsumer;
import org.millrace.engine.transport.Packing;
import org.millrace.engine.transport.Transport;

/**
 * Tasks in a queue table of the ledger's own database: everything that a settlement does is one
 * transaction. Exactly one effect a task, whatever dies.
 */
public final class TableTransport implements Transport {
  public static final String NAME = "table";

  /** A container holds what it claims in memory. */
  private static final int MOST_BYTES = 128 * 1024;

  private static final String PURGE =
      """
      delete from task
      where lane_id in (select id from lane where queue = :queue) and job_id = :job and lease_id = 0
      """;

  private final Database db;
  private final QueueTable table;
  private final HeldTasks held;
  private final TableTurns turns;
  private final LaneChange laneChange;
  private final Packing packing;

  /**
   * @param machine on which its consumers' threads are
   * @param together given a stage, how many of its tasks a container is sure to claim together;
   *     they may share a row
   */
  public TableTransport(
      Database db,
      Lanes lanes,
      Leases leases,
      TaskRows rows,
      SettlementEffects effects,
      EffectLog log,
      Machine machine,
      ToIntFunction<String> together) {
    this.db = db;
    this.table = QueueTable.of(db, rows);
    this.held = new HeldTasks(db, table, effects, log);
    this.turns = new TableTurns(db, leases, held, machine);
    this.packing = new Packing(together, MOST_BYTES);
    this.laneChange = new LaneChange(db, lanes);
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public void send(List<Envelope> tasks) {
    table.insert(packing.pack(tasks), QueueTable.NOBODY);
  }

  /** Its store is the ledger's database. */
  @Override
  public int exchange() {
    return 0;
  }

  @Override
  public LaneConsumer open(Lease lease) {
    return new TableConsumer(lease, turns);
  }

  @Override
  public int revoke(Lease lease, Function<Task, Outcome> crashed) {
    List<Parcel> parcels = held.of(lease);
    List<Task> tasks = Parcel.tasks(parcels);
    held.take(List.of(new Turn(lease, parcels, tasks.stream().map(crashed).toList(), 0, 0)));
    return tasks.size();
  }

  @Override
  public boolean move(long jobId, String from, String to) {
    return db.inTransaction(() -> laneChange.run(jobId, from, to));
  }

  @Override
  public void purge(long jobId, String queue) {
    db.jdbc().sql(PURGE).param("queue", queue).param("job", jobId).update();
  }
}
