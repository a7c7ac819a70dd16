package org.millrace.engine.announce;

import org.millrace.engine.Databases;
import org.millrace.engine.db.Database;

class PostgresqlAnnouncerTest extends AnnouncerContract {
  @Override
  Database database() {
    return Databases.postgresql();
  }
}
