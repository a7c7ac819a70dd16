package org.millrace.engine.transport;

import org.millrace.engine.Databases;
import org.millrace.engine.db.Database;

class PostgresqlSqsTransportTest extends SqsTransportContract {
  @Override
  Database database() {
    return Databases.postgresql();
  }

  @Override
  int together() {
    return 3;
  }

  /** No test here: standard queues promise no order. */
  @Override
  void aJobsTasksComeInTheOrderInWhichTheyWereSent() {}
}
