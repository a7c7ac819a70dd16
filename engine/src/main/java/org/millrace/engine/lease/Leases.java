package org.millrace.engine.lease;

import java.time.Duration;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.millrace.engine.db.Database;
import org.millrace.engine.db.Dialect;
import org.millrace.scheduling.Lane;
import org.millrace.scheduling.resource.Resources;
import org.springframework.jdbc.core.RowMapper;
import org.springframework.jdbc.support.GeneratedKeyHolder;

/**
 * Grants of capacity with an end, on the database's clock alone: no node's clock can steal a live
 * lease or keep a dead one. Thread-safe.
 */
public final class Leases {
  /**
   * What a lease was granted for.
   *
   * @param priority of the job's ask that it answers
   */
  public record Purpose(long job, int priority, Resources size) {}

  /**
   * @param stopping it should be given up soon
   */
  public record Granted(Lease lease, boolean stopping, Optional<Purpose> purpose) {}

  private static final String GRANT =
      """
      insert into lease (lane_id, node, job_id, priority, memory_mb, milli_cores, network, granted_at, expires_at)
      values (:lane, :node, :job, :priority, :memory, :cores, :network, current_timestamp, current_timestamp + cast(:ttl as integer) * interval '1' second)
      """;

  /* A settlement holds the row until it commits, so that it cannot be revoked half way. A shared
   * lock would do; only the revoker ever contends. Whoever locks several does it in this order. */
  private static final String HOLD =
      "select id from lease where id = any(?) and expires_at > current_timestamp order by id for update";

  /* PostgreSQL's current_timestamp is the transaction's start, which may lie before a wait. */
  private static final String HOLD_POSTGRESQL =
      "select id from lease where id = any(?) and expires_at > clock_timestamp() order by id for no key update";

  private static final String RENEW =
      """
      update lease set expires_at = current_timestamp + cast(:ttl as integer) * interval '1' second
      where id = any(:epochs)
      """;
  private static final String LIVE =
      "select id from lease where id = any(:epochs) and expires_at > current_timestamp order by id for update";
  private static final String HOLDS =
      "select id from lease where id = :epoch and expires_at > current_timestamp";
  private static final String END = "delete from lease where id = :epoch";
  private static final String EXPIRED =
      "select id, lane_id, node from lease where expires_at <= current_timestamp order by id";
  private static final String TAKE_EXPIRED =
      "select id from lease where id = :epoch and expires_at <= current_timestamp for update";
  private static final String GRANTS =
      """
      select id, lane_id, node, stopping, job_id, priority, memory_mb, milli_cores, network from lease
      """;
  private static final String STOP = "update lease set stopping = true where id = :epoch";
  private static final String EXPIRE_NODE =
      "update lease set expires_at = current_timestamp where node = :node";

  private final Database db;
  private final Lanes lanes;
  private final Duration ttl;
  private final RowMapper<Lease> mapper;
  private final RowMapper<Granted> granted;

  public Leases(Database db, Lanes lanes, Duration ttl) {
    this.db = db;
    this.lanes = lanes;
    this.ttl = ttl;
    this.mapper =
        (row, n) ->
            new Lease(row.getLong(1), row.getInt(2), lanes.lane(row.getInt(2)), row.getString(3));
    this.granted =
        (row, n) ->
            new Granted(
                mapper.mapRow(row, n),
                row.getBoolean(4),
                row.getObject(5) == null
                    ? Optional.empty()
                    : Optional.of(
                        new Purpose(
                            row.getLong(5),
                            row.getInt(6),
                            new Resources(row.getLong(7), row.getLong(8), row.getLong(9)))));
  }

  /** A lease for which nobody asked in particular. */
  public Lease grant(Lane lane, String node) {
    return grant(lane, node, null);
  }

  public Lease grant(Lane lane, String node, Purpose purpose) {
    int laneId = lanes.id(lane);
    Purpose told = purpose == null ? new Purpose(0, 0, Resources.NONE) : purpose;
    GeneratedKeyHolder key = new GeneratedKeyHolder();
    db.jdbc()
        .sql(GRANT)
        .param("lane", laneId)
        .param("node", node)
        .param("job", purpose == null ? null : told.job())
        .param("priority", told.priority())
        .param("memory", told.size().memoryMb())
        .param("cores", told.size().vcoresMilli())
        .param("network", told.size().networkBytesPerSecond())
        .param("ttl", ttl.toSeconds())
        .update(key, "id");
    return new Lease(key.getKeyAs(Long.class), laneId, lane, node);
  }

  /** Every lease that has not been given up, expired or not. */
  public List<Granted> all() {
    return db.jdbc().sql(GRANTS + " order by id").query(granted).list();
  }

  /** Those of one node. */
  public List<Granted> of(String node) {
    return db.jdbc()
        .sql(GRANTS + " where node = :node order by id")
        .param("node", node)
        .query(granted)
        .list();
  }

  /** Asks the holder to end it after the task in hand. */
  public void stop(long epoch) {
    db.jdbc().sql(STOP).param("epoch", epoch).update();
  }

  /**
   * Makes sure, inside the caller's transaction, that the lease holds and will until its commit.
   * When it does not, this, a later statement or the commit throws {@link StaleLeaseException}.
   */
  public void hold(Lease lease) {
    hold(List.of(lease));
  }

  /** The same for all of them; the exception names the first. */
  public void hold(List<Lease> all) {
    Long[] epochs = all.stream().map(Lease::epoch).distinct().toArray(Long[]::new);
    db.later(
        db.dialect() == Dialect.POSTGRESQL ? HOLD_POSTGRESQL : HOLD,
        Collections.singletonList(epochs),
        found -> {
          if (found < epochs.length) {
            throw new StaleLeaseException(all.get(0), "expired or revoked");
          }
        });
  }

  /**
   * Looks whether the lease holds now. For a store that has a fence of its own: this one does not
   * last until the commit.
   *
   * @throws StaleLeaseException it does not
   */
  public void check(Lease lease) {
    if (db.jdbc().sql(HOLDS).param("epoch", lease.epoch()).query(Long.class).optional().isEmpty()) {
      throw new StaleLeaseException(lease, "expired or revoked");
    }
  }

  /** Extends those of the leases that have not expired; answers those that hold. */
  public Set<Long> renew(Collection<Long> epochs) {
    Long[] ids = epochs.toArray(Long[]::new);
    return db.inTransaction(
        () -> {
          List<Long> live = db.jdbc().sql(LIVE).param("epochs", ids).query(Long.class).list();
          Long[] renewed = live.toArray(Long[]::new);
          db.jdbc().sql(RENEW).param("epochs", renewed).param("ttl", ttl.toSeconds()).update();
          return new HashSet<>(live);
        });
  }

  /** Gives a lease up. Its holder must have nothing in hand. */
  public void end(Lease lease) {
    db.jdbc().sql(END).param("epoch", lease.epoch()).update();
  }

  public List<Lease> expired() {
    return db.jdbc().sql(EXPIRED).query(mapper).list();
  }

  /** Inside the caller's transaction: locks a lease that has expired; false when it has not. */
  public boolean takeExpired(Lease lease) {
    return db.jdbc()
        .sql(TAKE_EXPIRED)
        .param("epoch", lease.epoch())
        .query(Long.class)
        .optional()
        .isPresent();
  }

  /** Ends at once what an earlier life of this node left behind. */
  public void expireAll(String node) {
    db.jdbc().sql(EXPIRE_NODE).param("node", node).update();
  }
}
