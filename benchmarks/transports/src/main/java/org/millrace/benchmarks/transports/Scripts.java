package org.millrace.benchmarks.transports;

import java.io.IOException;
import java.io.InputStream;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;

/** Schemas that peers ship or publish. */
final class Scripts {
  private Scripts() {}

  static void run(DataSource source, String sql) throws SQLException {
    try (Connection connection = source.getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  /** One that lies in a peer's own jar. */
  static void runResource(DataSource source, String path) throws IOException, SQLException {
    try (InputStream script = Scripts.class.getResourceAsStream(path)) {
      run(source, new String(script.readAllBytes()));
    }
  }
}
