package org.millrace.engine.transport.table;

/** Where PostgreSQL keeps a row, {@code (page,line)}, as one number and back. */
final class RowPlace {
  private static final int LINE_BITS = 16;

  private RowPlace() {}

  static long of(String ctid) {
    int comma = ctid.indexOf(',');
    long page = Long.parseLong(ctid, 1, comma, 10);
    return page << LINE_BITS | Integer.parseInt(ctid, comma + 1, ctid.length() - 1, 10);
  }

  static String text(long place) {
    return "(" + (place >>> LINE_BITS) + "," + (place & (1 << LINE_BITS) - 1) + ")";
  }
}
