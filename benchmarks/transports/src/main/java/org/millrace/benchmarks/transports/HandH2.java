package org.millrace.benchmarks.transports;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** The fastest statements that we know for H2. An ordered claim would lock the whole lane. */
final class HandH2 implements HandWritten.Dialect {
  @Override
  public String bytes() {
    return "bytea";
  }

  @Override
  public HandWritten.Steps on(Connection connection) throws SQLException {
    PreparedStatement take =
        connection.prepareStatement(
            "select id, body from q where lane = ? limit ? for update skip locked");
    PreparedStatement forget = connection.prepareStatement("delete from q where id = any(?)");
    PreparedStatement put = connection.prepareStatement("insert into q (lane, body) values (?, ?)");
    return new HandWritten.Steps() {
      @Override
      public List<byte[]> take(int lane, int max) throws SQLException {
        take.setInt(1, lane);
        take.setInt(2, max);
        List<Long> ids = new ArrayList<>(max);
        List<byte[]> bodies = new ArrayList<>(max);
        try (ResultSet rows = take.executeQuery()) {
          while (rows.next()) {
            ids.add(rows.getLong(1));
            bodies.add(rows.getBytes(2));
          }
        }
        if (!ids.isEmpty()) {
          forget.setObject(1, ids.toArray(Long[]::new));
          forget.executeUpdate();
        }
        return bodies;
      }

      @Override
      public void put(int lane, List<byte[]> bodies) throws SQLException {
        for (byte[] body : bodies) {
          put.setInt(1, lane);
          put.setBytes(2, body);
          put.addBatch();
        }
        put.executeBatch();
      }
    };
  }
}
