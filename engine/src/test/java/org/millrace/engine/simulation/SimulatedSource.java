package org.millrace.engine.simulation;

import java.sql.Connection;
import java.sql.SQLException;
import org.springframework.jdbc.datasource.AbstractDataSource;

/** A process's connections to the one database. */
final class SimulatedSource extends AbstractDataSource {
  private final SimulatedProcess process;
  private final SimulatedStore store;
  private final Faults faults;

  SimulatedSource(SimulatedProcess process, SimulatedStore store, Faults faults) {
    this.process = process;
    this.store = store;
    this.faults = faults;
  }

  @Override
  public Connection getConnection() throws SQLException {
    return SimulatedConnection.of(process, store, faults);
  }

  @Override
  public Connection getConnection(String user, String password) throws SQLException {
    return getConnection();
  }
}
