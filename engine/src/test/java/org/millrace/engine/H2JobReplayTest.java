package org.millrace.engine;

import org.millrace.engine.db.Database;

class H2JobReplayTest extends JobReplayContract {
  @Override
  Database database() {
    return Databases.h2();
  }

  @Override
  String newId() {
    return "random_uuid()";
  }

  @Override
  String series(int from, int to) {
    return "system_range(" + from + ", " + to + ")";
  }
}
