package org.millrace.engine.simulation;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import javax.sql.DataSource;
import org.h2.jdbcx.JdbcDataSource;
import org.millrace.engine.db.Database;
import org.springframework.jdbc.core.simple.JdbcClient;

/** A database in memory, with the real schema, for one simulation after the other. */
final class SimulatedStore implements AutoCloseable {
  private static final List<String> TABLES =
      List.of(
          "progress",
          "part",
          "result",
          "job_stage",
          "moved_job",
          "lease",
          "task",
          "delayed_task",
          "dead_letter",
          "paused_queue",
          "outbox",
          "inbox",
          "counted_settlement",
          "node",
          "lane",
          "job");

  private final String name;
  private final DataSource source;
  private final Database database;
  private final Deque<Connection> idle = new ArrayDeque<>();

  SimulatedStore(String name) {
    this.name = name;
    JdbcDataSource h2 = new JdbcDataSource();
    // Statistics would change plans in the middle of a run, and an order that nobody asked for.
    h2.setURL(
        "jdbc:h2:mem:"
            + name
            + ";DB_CLOSE_DELAY=-1;ANALYZE_AUTO=0;LOCK_TIMEOUT=1;QUERY_CACHE_SIZE=128");
    this.source = h2;
    this.database = Database.open(h2);
    database.jdbc().sql(VirtualTime.function()).update();
  }

  String name() {
    return name;
  }

  /** Past all faults, for the one who checks. */
  JdbcClient jdbc() {
    return database.jdbc();
  }

  /** Empties it, so that even its numbers begin anew. */
  void reset(Baton baton) {
    VirtualTime.set(name, baton);
    try (Connection connection = source.getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute("set referential_integrity false");
      for (String table : TABLES) {
        statement.execute("truncate table " + table + " restart identity");
      }
      statement.execute("set referential_integrity true");
      statement.execute(
          VirtualTime.in(
              name, "update leader set holder = '', epoch = 0, expires_at = current_timestamp"));
    } catch (SQLException e) {
      throw new IllegalStateException("the simulation's database cannot be emptied", e);
    }
  }

  Connection take() throws SQLException {
    Connection connection = idle.poll();
    return connection == null ? source.getConnection() : connection;
  }

  void giveBack(Connection connection) throws SQLException {
    if (!connection.getAutoCommit()) {
      connection.rollback();
      connection.setAutoCommit(true);
    }
    idle.push(connection);
  }

  @Override
  public void close() {
    database.jdbc().sql("shutdown").update();
  }
}
