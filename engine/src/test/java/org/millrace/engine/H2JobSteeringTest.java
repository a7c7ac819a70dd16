package org.millrace.engine;

import org.millrace.engine.db.Database;

class H2JobSteeringTest extends JobSteeringContract {
  @Override
  Database database() {
    return Databases.h2();
  }
}
