package org.millrace.engine.ledger;

import java.util.List;
import org.millrace.engine.Databases;
import org.millrace.engine.db.Database;

class PostgresqlLedgerPlanTest extends LedgerPlanContract {
  @Override
  Database database() {
    return Databases.postgresql();
  }

  @Override
  String series(int from, int to) {
    return "generate_series(" + from + ", " + to + ") n";
  }

  @Override
  List<String> look() {
    return List.of("analyze");
  }

  @Override
  String scan(String table) {
    return "Seq Scan on " + table + " ";
  }
}
