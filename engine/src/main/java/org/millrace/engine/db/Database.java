package org.millrace.engine.db;

import com.zaxxer.hikari.HikariDataSource;
import java.nio.file.Path;
import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;
import java.sql.SQLRecoverableException;
import java.sql.SQLTransientConnectionException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntConsumer;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.ConnectionCallback;
import org.springframework.jdbc.core.RowMapper;
import org.springframework.jdbc.core.namedparam.NamedParameterJdbcTemplate;
import org.springframework.jdbc.core.namedparam.SqlParameterSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.TransactionSystemException;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import org.springframework.transaction.support.TransactionTemplate;

/** One migrated database, its vendor, and transactions on it. Thread-safe. */
public final class Database implements AutoCloseable {
  /** What every transaction runs with. Said once a connection: asking costs a round trip. */
  public static final String ISOLATION = "TRANSACTION_READ_COMMITTED";

  /** A server that is there and does not answer must not hold a thread for ever. */
  private static final Duration LONGEST_SILENCE = Duration.ofSeconds(30);

  private static final Logger LOG = LoggerFactory.getLogger(Database.class);

  private final DataSource source;
  private final Dialect dialect;
  private final JdbcClient jdbc;
  private final NamedParameterJdbcTemplate batches;
  private final TransactionTemplate transaction;
  private final ThreadLocal<List<Deferred>> deferred = ThreadLocal.withInitial(ArrayList::new);
  private Signals signals = new Signals();
  private AutoCloseable server = () -> {};

  private Database(DataSource source, Dialect dialect) {
    this.source = source;
    this.dialect = dialect;
    this.jdbc = JdbcClient.create(source);
    this.batches = new NamedParameterJdbcTemplate(source);
    this.transaction = new TransactionTemplate(new JdbcTransactionManager(source));
  }

  /** Brings the schema up to date and opens it. The data source is closed with it if it can be. */
  public static Database open(DataSource source) {
    return open(source, source);
  }

  /**
   * The same.
   *
   * @param unhurried for the changes to the schema, which may take longer than any answer should
   */
  public static Database open(DataSource source, DataSource unhurried) {
    Dialect dialect = Schema.migrate(source, unhurried, List.of(), flyway -> {});
    Database db = new Database(source, dialect);
    if (dialect == Dialect.POSTGRESQL) {
      db.warnOfUnsafeServer();
      db.signals = new PostgresqlSignals(source, db);
    }
    return db;
  }

  private void warnOfUnsafeServer() {
    for (String setting : List.of("fsync", "full_page_writes")) {
      if ("off"
          .equals(
              jdbc.sql("select current_setting(?)").param(setting).query(String.class).single())) {
        LOG.warn(
            "datasource: {} must be on for a power cut to lose nothing, and is off; set it in the server's postgresql.conf",
            setting);
      }
    }
  }

  /** Over a schema that is up to date. The data source is closed with it if it can be. */
  public static Database over(DataSource source, Dialect dialect, Signals signals) {
    Database db = new Database(source, dialect);
    db.signals = signals;
    return db;
  }

  /**
   * The embedded default: an H2 file. Every commit is handed to the operating system before it is
   * acknowledged (WRITE_DELAY=0), so a killed process loses none; H2 does not sync the disk, so a
   * power cut can. Worker processes of this machine may {@link #join} it.
   *
   * <p>H2 commits at every change to the schema. So before the first one the database is copied
   * beside itself; when the process dies before the last, the next start puts the copy back and
   * begins again.
   */
  public static Database embedded(Path folder, int connections) {
    return embedded(folder, connections, List.of());
  }

  static Database embedded(Path folder, int connections, List<String> moreMigrations) {
    MigrationCopy copy = new MigrationCopy(folder, "millrace");
    copy.putBack();
    // A task that takes too long is interrupted, also while it reads or writes here.
    String file = UninterruptedPath.prefix() + folder.resolve("millrace").toAbsolutePath();
    HikariDataSource source = Pools.embedded(file, connections);
    try {
      Schema.migrate(source, source, moreMigrations, flyway -> flyway.callbacks(copy));
    } catch (RuntimeException e) {
      source.close();
      throw e;
    }
    copy.remove();
    Database db = new Database(source, Dialect.H2);
    db.signals = H2Signals.serving(db);
    db.server = H2Server.start(folder, file);
    return db;
  }

  /**
   * The embedded database of a system that runs in another process of this machine, for as long as
   * it runs, and again when it has been restarted.
   */
  public static Database join(Path folder, int connections) {
    return join(folder, connections, LONGEST_SILENCE);
  }

  static Database join(Path folder, int connections, Duration silence) {
    Database db = new Database(Pools.joined(folder, connections, silence), Dialect.H2);
    db.signals = H2Signals.elsewhere(db);
    return db;
  }

  /** Whether a failure says that the database is out of reach, and nothing of the statement. */
  public static boolean unreachable(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof SQLNonTransientConnectionException
          || cause instanceof SQLTransientConnectionException
          || cause instanceof SQLRecoverableException) {
        return true;
      }
      // A connection that broke cannot be rolled back either; what broke it is told beside that.
      if (cause instanceof TransactionSystemException system
          && system.getApplicationException() != null
          && unreachable(system.getApplicationException())) {
        return true;
      }
      // 08: connection; 57P: PostgreSQL is going down or coming up.
      if (cause instanceof SQLException sql
          && sql.getSQLState() != null
          && (sql.getSQLState().startsWith("08") || sql.getSQLState().startsWith("57P"))) {
        return true;
      }
    }
    return false;
  }

  public Dialect dialect() {
    return dialect;
  }

  public JdbcClient jdbc() {
    sendDeferred();
    return jdbc;
  }

  public Signals signals() {
    return signals;
  }

  /** One statement for many rows; nothing for none. */
  public void batch(String sql, SqlParameterSource[] rows) {
    if (rows.length > 0) {
      sendDeferred();
      batches.batchUpdate(sql, rows);
    }
  }

  /** The same with question marks, and values in their order. */
  public void batch(String sql, List<Object[]> rows) {
    if (!rows.isEmpty()) {
      sendDeferred();
      batches.getJdbcTemplate().batchUpdate(sql, rows);
    }
  }

  /**
   * A statement of the current transaction whose answer can wait. PostgreSQL gets it together with
   * the next statement, or before the commit, in one round trip; in a transaction of a few
   * statements the trips cost more than the work.
   *
   * @param sql with question marks
   * @param answer told how many rows were changed or found; what it throws rolls back
   */
  public void later(String sql, List<?> params, IntConsumer answer) {
    later(new Deferred(sql, params, Deferred.Answer.count(answer)));
  }

  /**
   * A query of the current transaction whose rows can wait, as {@link #later(String, List,
   * IntConsumer)}.
   *
   * @return filled when {@link #sendDeferred} or the next statement has been answered
   */
  public <T> List<T> laterRows(String sql, List<?> params, RowMapper<T> mapper) {
    List<T> found = new ArrayList<>();
    later(
        new Deferred(
            sql,
            params,
            (rows, changed) -> {
              while (rows.next()) {
                found.add(mapper.mapRow(rows, found.size()));
              }
            }));
    return found;
  }

  private void later(Deferred statement) {
    deferred.get().add(statement);
    boolean canWait =
        dialect == Dialect.POSTGRESQL
            && TransactionSynchronizationManager.isActualTransactionActive();
    if (!canWait) {
      sendDeferred();
    }
  }

  /** Sends what was to be sent later, and reads its answers. */
  public void sendDeferred() {
    List<Deferred> all = deferred.get();
    if (!all.isEmpty()) {
      deferred.remove();
      batches
          .getJdbcTemplate()
          .execute(
              (ConnectionCallback<Void>)
                  connection -> {
                    Deferred.run(connection, all);
                    return null;
                  });
    }
  }

  /** Runs in a transaction, joining the caller's when there is one; any exception rolls it back. */
  public <T> T inTransaction(Supplier<T> work) {
    return transaction.execute(
        status -> {
          try {
            T result = work.get();
            sendDeferred();
            return result;
          } finally {
            deferred.remove();
          }
        });
  }

  /**
   * Runs in a transaction of its own in which every statement sees the database as it is at the
   * first one, whatever others commit meanwhile. For reading.
   */
  public <T> T atOneMoment(Supplier<T> work) {
    TransactionTemplate own = new TransactionTemplate(transaction.getTransactionManager());
    own.setPropagationBehavior(TransactionTemplate.PROPAGATION_REQUIRES_NEW);
    // H2 keeps to one moment for each table with less.
    own.setIsolationLevel(
        dialect == Dialect.H2
            ? TransactionTemplate.ISOLATION_SERIALIZABLE
            : TransactionTemplate.ISOLATION_REPEATABLE_READ);
    return own.execute(status -> work.get());
  }

  /** Runs when the caller's transaction has committed, or now where there is none. */
  public void afterCommit(Runnable work) {
    atEnd(
        work,
        new TransactionSynchronization() {
          @Override
          public void afterCommit() {
            work.run();
          }
        });
  }

  /**
   * Runs when the caller's transaction is over, whatever became of it, or now where there is none:
   * a commit that nobody answered looks like one that was refused.
   */
  public void afterCompletion(Runnable work) {
    atEnd(
        work,
        new TransactionSynchronization() {
          @Override
          public void afterCompletion(int status) {
            work.run();
          }
        });
  }

  private static void atEnd(Runnable work, TransactionSynchronization later) {
    if (TransactionSynchronizationManager.isSynchronizationActive()) {
      TransactionSynchronizationManager.registerSynchronization(later);
    } else {
      work.run();
    }
  }

  /** Runs and commits on a connection of its own, whatever transaction the caller is in. */
  public void separately(Runnable work) {
    sendDeferred();
    TransactionTemplate own = new TransactionTemplate(transaction.getTransactionManager());
    own.setPropagationBehavior(TransactionTemplate.PROPAGATION_REQUIRES_NEW);
    own.executeWithoutResult(status -> work.run());
  }

  /** See {@link #inTransaction(Supplier)}. */
  public void inTransaction(Runnable work) {
    inTransaction(
        () -> {
          work.run();
          return null;
        });
  }

  @Override
  public void close() {
    signals.close();
    close(server);
    close(source);
  }

  private static void close(Object part) {
    if (part instanceof AutoCloseable closeable) {
      try {
        closeable.close();
      } catch (Exception e) {
        throw new IllegalStateException("datasource: close failed", e);
      }
    }
  }
}
