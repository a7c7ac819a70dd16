package org.millrace.engine;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import javax.sql.DataSource;
import org.millrace.engine.db.Database;

/** Real databases for contract suites: an H2 file, and one PostgreSQL server for the whole run. */
public final class Databases {
  private static final AtomicInteger COUNT = new AtomicInteger();
  private static EmbeddedPostgres postgres;

  private Databases() {}

  public static Database h2() {
    try {
      Path folder = Files.createTempDirectory("millrace-h2-");
      folder.toFile().deleteOnExit();
      return Database.embedded(folder, 8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** One in memory, on connections that a test meddles with. */
  public static Database h2(UnaryOperator<DataSource> meddling) {
    HikariConfig config = new HikariConfig();
    config.setJdbcUrl("jdbc:h2:mem:meddled-" + COUNT.incrementAndGet() + ";LOCK_TIMEOUT=20000");
    config.setMaximumPoolSize(8);
    return Database.open(meddling.apply(new HikariDataSource(config)));
  }

  /** Where an empty database is. */
  public record Place(int port, String name) {}

  /** A new, empty database on the server. */
  public static synchronized Database postgresql() {
    Place place = postgresqlPlace();
    HikariConfig config = new HikariConfig();
    config.setJdbcUrl(postgres.getJdbcUrl("postgres", place.name()));
    config.setUsername("postgres");
    config.setMaximumPoolSize(8);
    return Database.open(new HikariDataSource(config));
  }

  /** The same, for who connects by himself. */
  public static synchronized Place postgresqlPlace() {
    try {
      if (postgres == null) {
        postgres = EmbeddedPostgres.builder().start();
      }
      String name = "millrace_" + COUNT.incrementAndGet();
      try (var connection = postgres.getPostgresDatabase().getConnection();
          var statement = connection.createStatement()) {
        statement.execute("create database " + name);
      }
      return new Place(postgres.getPort(), name);
    } catch (IOException | SQLException e) {
      throw new IllegalStateException("embedded PostgreSQL did not start", e);
    }
  }
}
