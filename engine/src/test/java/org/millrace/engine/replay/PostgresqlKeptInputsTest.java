package org.millrace.engine.replay;

import org.millrace.engine.Databases;
import org.millrace.engine.db.Database;

class PostgresqlKeptInputsTest extends KeptInputsContract {
  @Override
  Database database() {
    return Databases.postgresql();
  }

  @Override
  boolean comesInOrder(String plan) {
    return !plan.contains("Sort");
  }
}
