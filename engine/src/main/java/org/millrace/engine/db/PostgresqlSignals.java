package org.millrace.engine.db;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.locks.LockSupport;
import javax.sql.DataSource;
import org.postgresql.PGConnection;
import org.postgresql.PGNotification;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Signals by NOTIFY. One connection of its own listens for this process. */
final class PostgresqlSignals extends Signals {
  private static final Logger LOG = LoggerFactory.getLogger(PostgresqlSignals.class);
  private static final String CHANNEL = "millrace";
  private static final int LOOK_MILLIS = 500;
  private static final long PAUSE_NANOS = 1_000_000_000L;

  private final DataSource source;
  private final Database db;
  private final Thread listener;
  private volatile boolean closed;

  PostgresqlSignals(DataSource source, Database db) {
    this.source = source;
    this.db = db;
    this.listener = new Thread(this::listen, "signals");
    listener.setDaemon(true);
    listener.start();
  }

  /** Within a transaction it is heard when that has committed. */
  @Override
  public void send(String name) {
    ring(name);
    db.jdbc()
        .sql("select pg_notify('" + CHANNEL + "', :name)")
        .param("name", name)
        .query((row, n) -> n)
        .list();
  }

  private void listen() {
    while (!closed) {
      try (Connection connection = source.getConnection();
          Statement statement = connection.createStatement()) {
        statement.execute("listen " + CHANNEL);
        PGConnection postgresql = connection.unwrap(PGConnection.class);
        while (!closed) {
          for (PGNotification each : postgresql.getNotifications(LOOK_MILLIS)) {
            ring(each.getParameter());
          }
        }
      } catch (SQLException e) {
        if (!closed) {
          LOG.warn("Signals are not heard, listening again: {}", e.getMessage());
          LockSupport.parkNanos(PAUSE_NANOS);
        }
      }
    }
  }

  @Override
  public void close() {
    closed = true;
    listener.interrupt();
  }
}
