package org.millrace.engine;

import org.millrace.engine.db.Database;

class PostgresqlDeadLetterTest extends DeadLetterContract {
  @Override
  Database database() {
    return Databases.postgresql();
  }
}
