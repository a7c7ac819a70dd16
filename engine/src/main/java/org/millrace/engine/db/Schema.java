package org.millrace.engine.db;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.configuration.FluentConfiguration;

/** Millrace's tables, as the database's vendor needs them. */
final class Schema {
  private Schema() {}

  /**
   * Brings it up to date.
   *
   * @param unhurried for the changes, which may take longer than any answer should
   * @param more where migrations are besides Millrace's own
   */
  static Dialect migrate(
      DataSource source,
      DataSource unhurried,
      List<String> more,
      Consumer<FluentConfiguration> further) {
    Dialect dialect = dialectOf(source);
    List<String> locations =
        new ArrayList<>(List.of("classpath:db/migration/common", dialect.migrations()));
    locations.addAll(more);
    FluentConfiguration flyway =
        Flyway.configure()
            .dataSource(unhurried)
            .locations(locations.toArray(String[]::new))
            .loggers("slf4j");
    further.accept(flyway);
    flyway.load().migrate();
    return dialect;
  }

  private static Dialect dialectOf(DataSource source) {
    try (Connection connection = source.getConnection()) {
      return Dialect.of(connection.getMetaData().getDatabaseProductName());
    } catch (SQLException e) {
      throw new IllegalStateException("datasource: cannot connect: " + e.getMessage(), e);
    }
  }
}
