package org.millrace.engine.waiting;

import org.millrace.engine.Databases;
import org.millrace.engine.db.Database;

class PostgresqlWaitsTest extends WaitsContract {
  @Override
  Database database() {
    return Databases.postgresql();
  }
}
