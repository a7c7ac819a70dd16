package org.millrace.engine.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.millrace.engine.Databases;
import org.millrace.engine.db.Database;
import org.millrace.engine.ledger.LetterWalk.Way;

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

  @Override
  boolean comesInOrder(String plan) {
    return !plan.contains("Sort");
  }

  /**
   * After a few executions the server plans for any value, believes that each kind has many
   * letters, and finds it cheap to walk down all ids to a few of one. It cannot where their order
   * is not what was asked for: without the index it would have to sort.
   */
  @ParameterizedTest
  @EnumSource(value = Way.class, names = "ALL", mode = EnumSource.Mode.EXCLUDE)
  void theOrderOfIdsDoesNotServeAWalkDownAnIndex(Way way) {
    LetterWalk walk = new LetterWalk(way, way == Way.KIND ? "no such user" : 2L);
    List<String> plan = new ArrayList<>();

    assertThatThrownBy(
            () ->
                db.inTransaction(
                    () -> {
                      db.jdbc()
                          .sql("drop index dead_letter_by_" + way.name().toLowerCase(Locale.ROOT))
                          .update();
                      db.jdbc().sql("set local enable_sort = off").update();
                      plan.addAll(
                          db.jdbc()
                              .sql("explain " + walk.list(db.dialect(), ""))
                              .param("before", Long.MAX_VALUE)
                              .param("floor", 0L)
                              .param("key", walk.key())
                              .param("limit", 50)
                              .query(String.class)
                              .list());
                      throw new IllegalStateException("the index stays");
                    }))
        .hasMessage("the index stays");

    assertThat(plan).anyMatch(line -> line.contains("Sort Key"));
  }
}
