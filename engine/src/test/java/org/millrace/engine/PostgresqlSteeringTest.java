package org.millrace.engine;

import org.millrace.engine.db.Database;

class PostgresqlSteeringTest extends SteeringContract {
  @Override
  Database database() {
    return Databases.postgresql();
  }
}
