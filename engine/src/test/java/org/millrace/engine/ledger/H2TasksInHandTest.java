package org.millrace.engine.ledger;

import org.millrace.engine.Databases;
import org.millrace.engine.db.Database;

class H2TasksInHandTest extends TasksInHandContract {
  @Override
  Database database() {
    return Databases.h2();
  }

  @Override
  String series(int from, int to) {
    return "(select x as n from system_range(" + from + ", " + to + ")) series";
  }

  @Override
  String plan(Database db, long job, int lane) {
    return db.jdbc()
        .sql("explain " + TasksInHand.H2_FRONT)
        .param("lane", lane)
        .param("job", job)
        .param("rows", 2_000)
        .query(String.class)
        .single();
  }
}
