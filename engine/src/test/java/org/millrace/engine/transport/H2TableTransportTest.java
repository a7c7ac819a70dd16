package org.millrace.engine.transport;

import org.millrace.engine.Databases;
import org.millrace.engine.db.Database;

class H2TableTransportTest extends TableTransportContract {
  @Override
  Database database() {
    return Databases.h2();
  }
}
