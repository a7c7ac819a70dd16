package org.millrace.manager.access;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.millrace.engine.db.Database;

class PostgresqlAccessStoreTest extends AccessStoreContract {
  private static final AtomicInteger COUNT = new AtomicInteger();
  private static EmbeddedPostgres server;

  @BeforeAll
  static void serve() throws IOException {
    server = EmbeddedPostgres.builder().start();
  }

  @AfterAll
  static void end() throws IOException {
    server.close();
  }

  @Override
  Database open() {
    String name = "access_" + COUNT.incrementAndGet();
    try (var connection = server.getPostgresDatabase().getConnection();
        var statement = connection.createStatement()) {
      statement.execute("create database " + name);
    } catch (SQLException e) {
      throw new IllegalStateException("no database for the test", e);
    }
    HikariConfig config = new HikariConfig();
    config.setJdbcUrl(server.getJdbcUrl("postgres", name));
    config.setUsername("postgres");
    config.setMaximumPoolSize(4);
    return Database.open(new HikariDataSource(config));
  }
}
