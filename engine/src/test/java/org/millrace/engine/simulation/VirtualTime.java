package org.millrace.engine.simulation;

import java.sql.Timestamp;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The clock that a simulation's database goes by: a function in the place of its own. */
public final class VirtualTime {
  private static final Map<String, Baton> BATONS = new ConcurrentHashMap<>();
  private static final Map<String, String> REWRITTEN = new ConcurrentHashMap<>();

  private VirtualTime() {}

  /** Called by the database. */
  public static OffsetDateTime now(String database) {
    return SimulatedProcess.BEGIN
        .plusNanos(BATONS.get(database).now() / 1000 * 1000)
        .atOffset(ZoneOffset.UTC);
  }

  static String function() {
    return "create alias virtual_now for '" + VirtualTime.class.getName() + ".now'";
  }

  static void set(String database, Baton baton) {
    BATONS.put(database, baton);
  }

  /** The statement with the simulation's time in it. */
  static String in(String database, String sql) {
    return REWRITTEN.computeIfAbsent(
        database + sql, key -> sql.replace("current_timestamp", "virtual_now('" + database + "')"));
  }

  static Timestamp timestamp(Baton baton) {
    return Timestamp.from(SimulatedProcess.BEGIN.plusNanos(baton.now()));
  }
}
