package org.millrace.engine;

import org.millrace.engine.db.Database;

class PostgresqlQueueSteeringTest extends QueueSteeringContract {
  @Override
  Database database() {
    return Databases.postgresql();
  }
}
