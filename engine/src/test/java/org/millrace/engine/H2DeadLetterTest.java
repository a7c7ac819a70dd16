package org.millrace.engine;

import org.millrace.engine.db.Database;

class H2DeadLetterTest extends DeadLetterContract {
  @Override
  Database database() {
    return Databases.h2();
  }
}
