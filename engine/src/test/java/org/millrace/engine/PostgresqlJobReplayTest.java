package org.millrace.engine;

import org.millrace.engine.db.Database;

class PostgresqlJobReplayTest extends JobReplayContract {
  @Override
  Database database() {
    return Databases.postgresql();
  }

  @Override
  String newId() {
    return "gen_random_uuid()";
  }

  @Override
  String series(int from, int to) {
    return "generate_series(" + from + ", " + to + ")";
  }
}
