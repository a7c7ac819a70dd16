package org.millrace.engine.transport;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;
import javax.sql.DataSource;
import org.springframework.jdbc.datasource.DelegatingDataSource;

/** Makes commits of the calling thread go wrong, as they do when a database dies. */
final class CommitFaults extends DelegatingDataSource {
  enum Fault {
    /** Nothing is committed. */
    REFUSED,
    /** Committed, and the answer is lost. */
    UNANSWERED
  }

  private record Armed(Fault fault, int commits) {}

  private final ThreadLocal<Armed> armed = new ThreadLocal<>();

  CommitFaults(DataSource source) {
    super(source);
  }

  /**
   * @param commit 1 for this thread's next
   */
  void at(int commit, Fault fault) {
    armed.set(new Armed(fault, commit));
  }

  boolean isArmed() {
    return armed.get() != null;
  }

  @Override
  public Connection getConnection() throws SQLException {
    Connection real = super.getConnection();
    return (Connection)
        Proxy.newProxyInstance(
            CommitFaults.class.getClassLoader(),
            new Class<?>[] {Connection.class},
            (proxy, method, arguments) -> {
              try {
                return method.getName().equals("commit")
                    ? commit(real)
                    : method.invoke(real, arguments);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }

  private Object commit(Connection real) throws SQLException {
    Armed now = armed.get();
    if (now == null) {
      real.commit();
      return null;
    }
    if (now.commits() > 1) {
      armed.set(new Armed(now.fault(), now.commits() - 1));
      real.commit();
      return null;
    }
    armed.remove();
    if (now.fault() == Fault.UNANSWERED) {
      real.commit();
    } else {
      real.rollback();
    }
    throw new SQLNonTransientConnectionException("the connection is gone", "08006");
  }
}
