package org.millrace.engine.db;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;
import org.springframework.jdbc.datasource.AbstractDataSource;

/** Connects to wherever the embedded database is served at the moment. */
final class JoinedDataSource extends AbstractDataSource {
  private final Path folder;

  JoinedDataSource(Path folder) {
    this.folder = folder;
  }

  @Override
  public Connection getConnection() throws SQLException {
    return getConnection("millrace", "");
  }

  @Override
  public Connection getConnection(String user, String password) throws SQLException {
    String url;
    try {
      url = H2Server.url(folder);
    } catch (IOException e) {
      throw new SQLNonTransientConnectionException(
          "database " + folder + ": no system runs on it at the moment", "08001", e);
    }
    return DriverManager.getConnection(url, user, password);
  }
}
