package org.millrace.engine;

import org.millrace.engine.db.Database;

class H2SteeringTest extends SteeringContract {
  @Override
  Database database() {
    return Databases.h2();
  }
}
