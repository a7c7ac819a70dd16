package org.millrace.engine.ledger;

import org.millrace.engine.Databases;
import org.millrace.engine.db.Database;

class H2DeadLetterSearchTest extends DeadLetterSearchContract {
  @Override
  Database database() {
    return Databases.h2();
  }
}
