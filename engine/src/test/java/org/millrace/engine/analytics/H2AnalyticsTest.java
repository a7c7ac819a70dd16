package org.millrace.engine.analytics;

import org.millrace.engine.Databases;
import org.millrace.engine.db.Database;

class H2AnalyticsTest extends AnalyticsContract {
  @Override
  Database database() {
    return Databases.h2();
  }
}
