package org.millrace.engine;

import org.millrace.engine.db.Database;

class H2SharingTest extends SharingContract {
  @Override
  Database database() {
    return Databases.h2();
  }
}
