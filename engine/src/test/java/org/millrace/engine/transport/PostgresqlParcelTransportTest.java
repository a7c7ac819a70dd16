package org.millrace.engine.transport;

import org.millrace.engine.Databases;
import org.millrace.engine.db.Database;

class PostgresqlParcelTransportTest extends ParcelTransportContract {
  @Override
  Database database() {
    return Databases.postgresql();
  }
}
