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

  /**
   * Ends a query whose rows are to be changed: nobody else changes them until the commit. On
   * PostgreSQL rows that refer to them can be inserted meanwhile: who inserts for several would
   * otherwise wait for who locks several, and the other way round.
   */
  public String forChange() {
    return switch (this) {
      case H2 -> " for update";
      case POSTGRESQL -> " for no key update";
    };
  }
}
