package org.millrace.engine;

import org.millrace.engine.db.Database;

class H2EngineTest extends EngineContract {
  @Override
  Database database() {
    return Databases.h2();
  }
}
