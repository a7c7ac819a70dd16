package org.millrace.engine;

import org.millrace.engine.db.Database;

class PostgresqlJobSteeringTest extends JobSteeringContract {
  @Override
  Database database() {
    return Databases.postgresql();
  }
}
