package org.millrace.engine;

import org.millrace.engine.db.Database;

class H2QueueSteeringTest extends QueueSteeringContract {
  @Override
  Database database() {
    return Databases.h2();
  }
}
