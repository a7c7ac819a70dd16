package org.millrace.engine.db;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.SQLExceptionOverride;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;

/** Connections to the embedded database. */
final class Pools {
  private static final SQLExceptionOverride GIVEN_UP =
      new SQLExceptionOverride() {
        @java.lang.Override
        public Override adjudicate(SQLException e) {
          return Database.unreachable(e) ? Override.MUST_EVICT : Override.CONTINUE_EVICT;
        }
      };

  private Pools() {}

  /**
   * @param file as H2 names it
   */
  static HikariDataSource embedded(String file, int connections) {
    HikariConfig config = pool(connections);
    config.setJdbcUrl(
        "jdbc:h2:"
            + file
            + ";WRITE_DELAY=0;DB_CLOSE_ON_EXIT=FALSE;LOCK_TIMEOUT=20000"
            // A cycle has some twenty statements; H2 would keep eight and parse the rest anew.
            + ";QUERY_CACHE_SIZE=64"
            // A refusal that is part of the protocol (a job that is open already) would leave a
            // stack
            // trace in a file that only grows; the exception itself says as much.
            + ";TRACE_LEVEL_FILE=0");
    config.setUsername("millrace");
    return new HikariDataSource(config);
  }

  /** To one that another process serves, whenever it does. */
  static HikariDataSource joined(Path folder, int connections, Duration silence) {
    HikariConfig config = pool(connections);
    config.setDataSource(new JoinedDataSource(folder, silence));
    config.setInitializationFailTimeout(-1);
    return new HikariDataSource(config);
  }

  private static HikariConfig pool(int connections) {
    HikariConfig config = new HikariConfig();
    config.setTransactionIsolation(Database.ISOLATION);
    config.setMaximumPoolSize(connections);
    config.setMinimumIdle(1);
    config.setPoolName("ledger");
    // By itself the pool would keep a connection that H2 has given up, and hand it out again.
    config.setExceptionOverride(GIVEN_UP);
    return config;
  }
}
