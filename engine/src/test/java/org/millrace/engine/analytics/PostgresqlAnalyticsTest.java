package org.millrace.engine.analytics;

import org.millrace.engine.Databases;
import org.millrace.engine.db.Database;

class PostgresqlAnalyticsTest extends AnalyticsContract {
  @Override
  Database database() {
    return Databases.postgresql();
  }
}
