package org.millrace.engine;

import org.millrace.engine.db.Database;

class H2RetentionTest extends RetentionContract {
  @Override
  Database database() {
    return Databases.h2();
  }
}
