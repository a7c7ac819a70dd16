package org.millrace.engine.analytics;

import java.util.Locale;
import org.millrace.engine.Databases;
import org.millrace.engine.db.Database;

class H2AnalyticsPlanTest extends AnalyticsPlanContract {
  @Override
  Database database() {
    return Databases.h2();
  }

  @Override
  String series(int from, int to) {
    return "(select x as n from system_range(" + from + ", " + to + ")) series";
  }

  @Override
  String scan(String table) {
    return table.toUpperCase(Locale.ROOT) + ".tableScan";
  }
}
