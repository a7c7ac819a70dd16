package org.millrace.engine.simulation;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A connection that hands the baton on where a transaction begins and ends, and that may be lost.
 * Time in its statements is the simulation's.
 */
final class SimulatedConnection implements InvocationHandler {

  private static final Map<String, String> SHORTENED = new ConcurrentHashMap<>();

  private final SimulatedProcess process;
  private final SimulatedStore store;
  private final Faults faults;
  private final Baton baton;
  private final Connection real;
  private boolean inTransaction;
  private boolean lost;
  private boolean closed;

  private SimulatedConnection(SimulatedProcess process, SimulatedStore store, Faults faults)
      throws SQLException {
    this.process = process;
    this.store = store;
    this.faults = faults;
    this.baton = process.baton;
    // Before it has one of the few real connections, each of which parses statements of its own.
    switchTo("connection");
    this.real = store.take();
  }

  static Connection of(SimulatedProcess process, SimulatedStore store, Faults faults)
      throws SQLException {
    return (Connection)
        Proxy.newProxyInstance(
            SimulatedConnection.class.getClassLoader(),
            new Class<?>[] {Connection.class},
            new SimulatedConnection(process, store, faults));
  }

  @Override
  public Object invoke(Object proxy, Method method, Object[] args) throws Throwable {
    switch (method.getName()) {
      case "close" -> close();
      case "rollback" -> real.rollback();
      case "isClosed" -> {
        return closed;
      }
      case "setAutoCommit" -> setAutoCommit((Boolean) args[0]);
      case "commit" -> commit();
      case "prepareStatement" -> {
        String sql = (String) args[0];
        args[0] = VirtualTime.in(store.name(), sql);
        return statement((PreparedStatement) call(method, real, args), sql);
      }
      default -> {
        return call(method, real, args);
      }
    }
    return null;
  }

  private PreparedStatement statement(PreparedStatement statement, String sql) {
    return (PreparedStatement)
        Proxy.newProxyInstance(
            SimulatedConnection.class.getClassLoader(),
            new Class<?>[] {PreparedStatement.class},
            (proxy, method, args) ->
                method.getName().startsWith("execute")
                    ? execute(method, statement, args, sql)
                    : call(method, statement, args));
  }

  private void setAutoCommit(boolean on) throws SQLException {
    real.setAutoCommit(on);
    inTransaction = !on;
  }

  private void commit() throws SQLException {
    interleave();
    losing(() -> faults.commit(real::commit));
  }

  private Object execute(Method method, PreparedStatement statement, Object[] args, String sql)
      throws Throwable {
    if (inTransaction) {
      interleave();
      return logged(method, statement, args, sql);
    }
    checkOpen();
    Object[] result = new Object[1];
    Throwable[] failure = new Throwable[1];
    losing(
        () ->
            faults.commit(
                () -> {
                  try {
                    result[0] = logged(method, statement, args, sql);
                  } catch (Throwable e) {
                    failure[0] = e;
                  }
                }));
    if (failure[0] != null) {
      throw failure[0];
    }
    return result[0];
  }

  /** A lock that another holds is not waited for: as if the wait had been too long. */
  private Object logged(Method method, PreparedStatement statement, Object[] args, String sql)
      throws Throwable {
    try {
      Object result = call(method, statement, args);
      baton.log(shortened(sql) + (result instanceof Integer count ? " → " + count : ""));
      return result;
    } catch (SQLException e) {
      baton.log(shortened(sql) + " → " + e.getErrorCode());
      throw e;
    }
  }

  private static String shortened(String sql) {
    return SHORTENED.computeIfAbsent(
        sql,
        key -> {
          String line = key.strip().replaceAll("\\s+", " ");
          return line.length() > 90 ? line.substring(0, 90) : line;
        });
  }

  private void interleave() throws SQLException {
    checkOpen();
    if (faults.interleaves()) {
      switchTo("in a transaction");
    }
  }

  /** Others may go first, unless one of them would wait for what the caller holds in memory. */
  private void switchTo(String what) throws SQLException {
    checkOpen();
    if (!process.heldByCaller()) {
      baton.point(what);
    }
    process.check();
  }

  private void losing(Faults.Commit work) throws SQLException {
    try {
      work.run();
    } catch (SQLNonTransientConnectionException e) {
      lost = true;
      throw e;
    }
  }

  private void checkOpen() throws SQLException {
    process.check();
    if (lost) {
      throw new SQLNonTransientConnectionException("simulated: connection is lost", "08003");
    }
  }

  private void close() throws SQLException {
    if (!closed) {
      closed = true;
      store.giveBack(real);
    }
  }

  private static Object call(Method method, Object target, Object[] args) throws Throwable {
    try {
      return method.invoke(target, args);
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
  }
}
