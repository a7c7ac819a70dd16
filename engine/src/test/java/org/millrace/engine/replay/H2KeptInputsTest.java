package org.millrace.engine.replay;

import org.millrace.engine.Databases;
import org.millrace.engine.db.Database;

class H2KeptInputsTest extends KeptInputsContract {
  @Override
  Database database() {
    return Databases.h2();
  }

  @Override
  boolean comesInOrder(String plan) {
    return plan.contains("/* index sorted */");
  }
}
