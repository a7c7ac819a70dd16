package org.millrace.engine.db;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;
import java.time.Duration;
import org.springframework.jdbc.datasource.AbstractDataSource;

/** Connects to wherever the embedded database is served at the moment. */
final class JoinedDataSource extends AbstractDataSource {
  private final Path folder;
  private final Duration silence;

  /**
   * @param silence for so long it waits for an answer; then the connection is given up
   */
  JoinedDataSource(Path folder, Duration silence) {
    this.folder = folder;
    this.silence = silence;
  }

  @Override
  public Connection getConnection() throws SQLException {
    return getConnection("millrace", "");
  }

  @Override
  public Connection getConnection(String user, String password) throws SQLException {
    String url;
    try {
      url = H2Server.url(folder) + ";NETWORK_TIMEOUT=" + silence.toMillis();
    } catch (IOException e) {
      throw new SQLNonTransientConnectionException(
          "database " + folder + ": no system runs on it at the moment", "08001", e);
    }
    return DriverManager.getConnection(url, user, password);
  }
}
