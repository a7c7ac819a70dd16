package org.millrace.engine;

import org.millrace.engine.db.Database;

class PostgresqlEngineTest extends EngineContract {
  @Override
  Database database() {
    return Databases.postgresql();
  }
}
