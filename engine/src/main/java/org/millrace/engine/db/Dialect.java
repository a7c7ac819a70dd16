package org.millrace.engine.db;

/** The databases that the ledger and the queue table run on. */
public enum Dialect {
  H2,
  POSTGRESQL;

  static Dialect of(String product) {
    return switch (product) {
      case "H2" -> H2;
      case "PostgreSQL" -> POSTGRESQL;
      default ->
          throw new IllegalArgumentException(
              "datasource: must be H2 or PostgreSQL, was " + product);
    };
  }

  String migrations() {
    return "classpath:db/migration/" + name().toLowerCase(java.util.Locale.ROOT);
  }
}
