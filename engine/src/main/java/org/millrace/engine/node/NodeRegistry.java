package org.millrace.engine.node;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.millrace.engine.db.Database;
import org.millrace.engine.node.DrainedNodes.Drain;
import org.millrace.scheduling.resource.Resources;

/**
 * The worker processes there are. One that has not been seen for a lease's time is taken for dead,
 * by the database's clock. Thread-safe.
 */
public final class NodeRegistry {
  private static final String LEAVE = "delete from node where name = :name";
  private static final String REGISTER =
      """
      insert into node (name, host, pid, memory_mb, milli_cores, network, containers, short_of_disk, started_at, seen_at)
      values (:name, :host, :pid, :memory, :cores, :network, :containers, :short, current_timestamp, current_timestamp)
      """;
  private static final String RESIZE =
      """
      update node set memory_mb = :memory, milli_cores = :cores, network = :network, containers = :containers
      where name = :name
      """;
  private static final String SEEN =
      "update node set seen_at = current_timestamp where name = :name and pid = :pid and host = :host";
  private static final String LEAVING = "update node set draining = true where name = :name";
  private static final String SHORT = "update node set short_of_disk = :short where name = :name";
  private static final String LIVE =
      """
      select n.name, host, pid, memory_mb, milli_cores, network, containers, draining, short_of_disk,
        started_at, seen_at, d.drained_by, d.drained_at
      from node n left join drained_node d on d.name = n.name
      where seen_at > current_timestamp - cast(:ttl as integer) * interval '1' second
      order by n.name
      """;
  private static final String FORGET_DEAD =
      """
      delete from node where seen_at < current_timestamp - cast(:ttl as integer) * interval '10' second
      """;
  private final Database db;
  private final Duration ttl;

  public NodeRegistry(Database db, Duration ttl) {
    this.db = db;
    this.ttl = ttl;
  }

  /** Takes the place of an earlier life of this name. */
  void register(EngineSettings settings) {
    db.inTransaction(
        () -> {
          leave(settings.node());
          db.jdbc().sql(FORGET_DEAD).param("ttl", ttl.toSeconds()).update();
          db.jdbc()
              .sql(REGISTER)
              .param("name", settings.node())
              .param("host", host())
              .param("pid", ProcessHandle.current().pid())
              .param("memory", settings.capacity().memoryMb())
              .param("cores", settings.capacity().vcoresMilli())
              .param("network", settings.capacity().networkBytesPerSecond())
              .param("containers", settings.containers())
              .param("short", settings.disk().isShort())
              .update();
        });
  }

  void resize(EngineSettings settings) {
    db.jdbc()
        .sql(RESIZE)
        .param("name", settings.node())
        .param("memory", settings.capacity().memoryMb())
        .param("cores", settings.capacity().vcoresMilli())
        .param("network", settings.capacity().networkBytesPerSecond())
        .param("containers", settings.containers())
        .update();
  }

  /** This process is alive; false when it is not registered any more. */
  boolean seen(String name) {
    return db.jdbc()
            .sql(SEEN)
            .param("name", name)
            .param("pid", ProcessHandle.current().pid())
            .param("host", host())
            .update()
        > 0;
  }

  /** Gives a node no more containers; what it runs goes on. */
  void leaving(String name) {
    db.jdbc().sql(LEAVING).param("name", name).update();
  }

  void shortOfDisk(String name, boolean isShort) {
    db.jdbc().sql(SHORT).param("name", name).param("short", isShort).update();
  }

  void leave(String name) {
    db.jdbc().sql(LEAVE).param("name", name).update();
  }

  /** In order of name. */
  public List<NodeInfo> live() {
    return db.jdbc().sql(LIVE).param("ttl", ttl.toSeconds()).query(NodeRegistry::node).list();
  }

  private static NodeInfo node(ResultSet row, int number) throws SQLException {
    String name = row.getString(1);
    Timestamp drainedAt = row.getTimestamp(13);
    return new NodeInfo(
        name,
        row.getString(2),
        row.getLong(3),
        new Resources(row.getLong(4), row.getLong(5), row.getLong(6)),
        row.getInt(7),
        row.getBoolean(8),
        row.getBoolean(9),
        row.getTimestamp(10).toInstant(),
        row.getTimestamp(11).toInstant(),
        drainedAt == null
            ? Optional.empty()
            : Optional.of(new Drain(name, row.getString(12), drainedAt.toInstant())));
  }

  private static String host() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      return "localhost";
    }
  }
}
