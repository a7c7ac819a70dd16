package org.millrace.engine;

import org.millrace.engine.db.Database;

class PostgresqlRetentionTest extends RetentionContract {
  @Override
  Database database() {
    return Databases.postgresql();
  }
}
