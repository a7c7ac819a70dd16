package org.millrace.benchmarks.transports;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import javax.sql.DataSource;

/**
 * The limit on a database: claim, delete and insert of the next stage in one transaction, without
 * leases, progress, attempts or ids that a repeat would repeat. What dies with a task in hand gives
 * it back and nobody knows that it was tried.
 */
final class HandWritten {
  /** The statements that databases do not share. */
  interface Steps {
    /** Takes up to so many bodies off a lane. */
    List<byte[]> take(int lane, int max) throws SQLException;

    void put(int lane, List<byte[]> bodies) throws SQLException;
  }

  /** Prepares them on a connection. */
  interface Dialect {
    /** The column type of a body. */
    String bytes();

    Steps on(Connection connection) throws SQLException;
  }

  private final DataSource source;
  private final Dialect dialect;

  HandWritten(DataSource source, Dialect dialect) {
    this.source = source;
    this.dialect = dialect;
  }

  void run(Chain chain, Watch watch) throws Exception {
    fill(chain);
    AtomicLong ended = new AtomicLong();
    ExecutorService threads = Executors.newFixedThreadPool(chain.workers());
    try {
      watch.start();
      List<Future<?>> workers = new ArrayList<>();
      for (int i = 0; i < chain.workers(); i++) {
        workers.add(threads.submit(() -> work(chain, ended)));
      }
      for (Future<?> each : workers) {
        each.get();
      }
      watch.stop();
    } finally {
      threads.shutdownNow();
    }
  }

  /** So many bodies at the first stage. */
  void fill(Chain chain) throws SQLException {
    try (Connection connection = source.getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(
          "create table q (id bigint generated always as identity primary key,"
              + " lane int not null, body "
              + dialect.bytes()
              + " not null)");
      statement.execute("create index q_lane on q (lane, id)");
      connection.setAutoCommit(false);
      Steps steps = dialect.on(connection);
      byte[] body = Chain.body();
      for (int left = chain.tasks(); left > 0; left -= 1000) {
        steps.put(0, java.util.Collections.nCopies(Math.min(1000, left), body));
      }
      connection.commit();
      connection.setAutoCommit(true);
      statement.execute("analyze");
    }
  }

  private Void work(Chain chain, AtomicLong ended) throws SQLException {
    try (Connection connection = source.getConnection()) {
      connection.setAutoCommit(false);
      Steps steps = dialect.on(connection);
      while (ended.get() < chain.tasks()) {
        ended.addAndGet(step(connection, steps, chain.batch()));
      }
    }
    return null;
  }

  /** One transaction at the last stage that has something to do; answers how many have ended. */
  static int step(Connection connection, Steps steps, int batch) throws SQLException {
    for (int lane = Chain.STAGES - 1; lane >= 0; lane--) {
      List<byte[]> bodies = steps.take(lane, batch);
      if (!bodies.isEmpty()) {
        boolean last = lane == Chain.STAGES - 1;
        if (!last) {
          steps.put(lane + 1, bodies);
        }
        connection.commit();
        return last ? bodies.size() : 0;
      }
    }
    connection.rollback();
    return 0;
  }
}
