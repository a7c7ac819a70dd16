package org.millrace.engine;

import org.millrace.engine.db.Database;

class PostgresqlSharingTest extends SharingContract {
  @Override
  Database database() {
    return Databases.postgresql();
  }
}
