package org.millrace.engine.analytics;

import org.millrace.engine.Databases;
import org.millrace.engine.db.Database;

class H2JobTimesTest extends JobTimesContract {
  @Override
  Database database() {
    return Databases.h2();
  }
}
