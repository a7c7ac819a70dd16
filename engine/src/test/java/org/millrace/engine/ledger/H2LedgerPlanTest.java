package org.millrace.engine.ledger;

import java.util.List;
import java.util.Locale;
import org.millrace.engine.Databases;
import org.millrace.engine.db.Database;

class H2LedgerPlanTest extends LedgerPlanContract {
  @Override
  Database database() {
    return Databases.h2();
  }

  @Override
  String series(int from, int to) {
    return "(select x as n from system_range(" + from + ", " + to + ")) series";
  }

  @Override
  List<String> look() {
    return List.of("analyze");
  }

  @Override
  String scan(String table) {
    return table.toUpperCase(Locale.ROOT) + ".tableScan";
  }

  @Override
  boolean comesInOrder(String plan) {
    return plan.contains("/* index sorted */");
  }
}
