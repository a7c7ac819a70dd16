package org.millrace.engine.ledger;

import org.millrace.engine.Databases;
import org.millrace.engine.db.Database;

class PostgresqlDeadLetterSearchTest extends DeadLetterSearchContract {
  @Override
  Database database() {
    return Databases.postgresql();
  }
}
