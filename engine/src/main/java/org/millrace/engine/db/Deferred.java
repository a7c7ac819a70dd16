package org.millrace.engine.db;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.function.IntConsumer;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.SqlTypeValue;
import org.springframework.jdbc.core.StatementCreatorUtils;

/**
 * A statement that is sent together with others.
 *
 * @param sql with question marks
 * @param answer told how many rows were found or changed
 */
record Deferred(String sql, List<?> params, Answer answer) {

  /** What becomes of what the database says to a statement. */
  @FunctionalInterface
  interface Answer {
    /**
     * @param rows null when it is not a query
     */
    void read(ResultSet rows, int changed) throws SQLException;

    static Answer count(IntConsumer to) {
      return (rows, changed) -> {
        int found = 0;
        while (rows != null && rows.next()) {
          found++;
        }
        to.accept(rows == null ? changed : found);
      };
    }
  }

  /** Sends all in one go, and reads the answers in their order. */
  static void run(Connection connection, List<Deferred> all) throws SQLException {
    String sql = all.stream().map(Deferred::sql).collect(Collectors.joining(";\n"));
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      int index = 0;
      for (Deferred each : all) {
        for (Object param : each.params()) {
          index++;
          StatementCreatorUtils.setParameterValue(
              statement, index, SqlTypeValue.TYPE_UNKNOWN, param);
        }
      }
      boolean isQuery = statement.execute();
      for (Deferred each : all) {
        if (isQuery) {
          try (ResultSet rows = statement.getResultSet()) {
            each.answer().read(rows, 0);
          }
        } else {
          each.answer().read(null, statement.getUpdateCount());
        }
        isQuery = statement.getMoreResults();
      }
    }
  }
}
