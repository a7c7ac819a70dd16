package org.millrace.benchmarks.transports;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** The fastest statements that we know for PostgreSQL. */
final class HandPostgresql implements HandWritten.Dialect {
  @Override
  public String bytes() {
    return "bytea";
  }

  @Override
  public HandWritten.Steps on(Connection connection) throws SQLException {
    PreparedStatement take =
        connection.prepareStatement(
            """
            delete from q where id = any(array(
              select id from q where lane = ? order by lane, id for update skip locked limit ?))
            returning body
            """);
    PreparedStatement put =
        connection.prepareStatement("insert into q (lane, body) select ?, unnest(?::bytea[])");
    return new HandWritten.Steps() {
      @Override
      public List<byte[]> take(int lane, int max) throws SQLException {
        take.setInt(1, lane);
        take.setInt(2, max);
        List<byte[]> bodies = new ArrayList<>(max);
        try (ResultSet rows = take.executeQuery()) {
          while (rows.next()) {
            bodies.add(rows.getBytes(1));
          }
        }
        return bodies;
      }

      @Override
      public void put(int lane, List<byte[]> bodies) throws SQLException {
        put.setInt(1, lane);
        put.setArray(2, connection.createArrayOf("bytea", bodies.toArray(byte[][]::new)));
        put.executeUpdate();
      }
    };
  }
}
