package org.millrace.engine.ledger;

import java.util.List;
import org.millrace.engine.Databases;
import org.millrace.engine.db.Database;

class PostgresqlTasksInHandTest extends TasksInHandContract {
  @Override
  Database database() {
    return Databases.postgresql();
  }

  @Override
  String series(int from, int to) {
    return "generate_series(" + from + ", " + to + ") n";
  }

  @Override
  String plan(Database db, long job, int lane) {
    return String.join(
        "\n",
        db.jdbc()
            .sql("explain " + TasksInHand.POSTGRESQL)
            .param("ids", List.of(job))
            .param("rows", 2_000)
            .query(String.class)
            .list());
  }
}
