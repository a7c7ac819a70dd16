package org.millrace.engine.announce;

import org.millrace.engine.Databases;
import org.millrace.engine.db.Database;

class H2AnnouncerTest extends AnnouncerContract {
  @Override
  Database database() {
    return Databases.h2();
  }
}
