package org.millrace.benchmarks.transports;

import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * Somebody's report that has been open since before the work began: while it lasts, PostgreSQL
 * cannot forget a single row that was claimed or deleted.
 */
final class OldSnapshot implements AutoCloseable {
  private final Connection connection;

  OldSnapshot(HikariDataSource source) throws SQLException {
    this.connection = DriverManager.getConnection(source.getJdbcUrl(), source.getUsername(), "");
    connection.setAutoCommit(false);
    connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
    try (Statement statement = connection.createStatement()) {
      statement.execute("select count(*) from pg_class");
    }
  }

  @Override
  public void close() throws SQLException {
    connection.close();
  }
}
