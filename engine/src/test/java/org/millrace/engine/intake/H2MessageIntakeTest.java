package org.millrace.engine.intake;

import org.millrace.engine.Databases;
import org.millrace.engine.db.Database;

class H2MessageIntakeTest extends MessageIntakeContract {
  @Override
  Database database() {
    return Databases.h2();
  }
}
