package org.millrace.engine.db;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Signals of an H2 database that other processes use over TCP: they ring and wait by calling
 * functions that run in the process that has the file open.
 */
public final class H2Signals extends Signals {
  private static final Map<String, H2Signals> OPEN = new ConcurrentHashMap<>();
  private static final String SEND = "millrace_signal";
  private static final String AWAIT = "millrace_await";

  private final String path;

  private H2Signals(String path) {
    this.path = path;
  }

  /** Of a database that this process has open itself. */
  static H2Signals serving(Database db) {
    define(db, SEND, "ring");
    define(db, AWAIT, "awaitHere");
    H2Signals signals =
        new H2Signals(db.jdbc().sql("call database_path()").query(String.class).single());
    OPEN.put(signals.path, signals);
    return signals;
  }

  /** Of a database that another process has open. */
  static Signals elsewhere(Database db) {
    return new Signals() {
      @Override
      public void send(String name) {
        ring(name);
        db.jdbc().sql("call " + SEND + "(?)").param(name).query((row, n) -> n).list();
      }

      @Override
      public boolean await(String name, Duration atMost) throws InterruptedException {
        return db.jdbc()
            .sql("call " + AWAIT + "(?, ?)")
            .param(name)
            .param((int) atMost.toMillis())
            .query(Boolean.class)
            .single();
      }
    };
  }

  private static void define(Database db, String alias, String method) {
    db.jdbc()
        .sql(
            "create alias if not exists "
                + alias
                + " for \""
                + H2Signals.class.getName()
                + "."
                + method
                + "\"")
        .update();
  }

  /** Called by the database. */
  public static boolean ring(Connection connection, String name) throws SQLException {
    of(connection).ring(name);
    return true;
  }

  /** Called by the database. */
  public static boolean awaitHere(Connection connection, String name, int millis)
      throws SQLException, InterruptedException {
    return of(connection).await(name, Duration.ofMillis(millis));
  }

  private static H2Signals of(Connection connection) throws SQLException {
    try (var statement = connection.createStatement();
        var row = statement.executeQuery("call database_path()")) {
      row.next();
      return OPEN.get(row.getString(1));
    }
  }

  @Override
  public void close() {
    OPEN.remove(path, this);
  }
}
