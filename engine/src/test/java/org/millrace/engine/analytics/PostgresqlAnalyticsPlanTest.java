package org.millrace.engine.analytics;

import org.millrace.engine.Databases;
import org.millrace.engine.db.Database;

class PostgresqlAnalyticsPlanTest extends AnalyticsPlanContract {
  @Override
  Database database() {
    return Databases.postgresql();
  }

  @Override
  String series(int from, int to) {
    return "generate_series(" + from + ", " + to + ") n";
  }

  @Override
  String scan(String table) {
    return "Seq Scan on " + table + " ";
  }
}
