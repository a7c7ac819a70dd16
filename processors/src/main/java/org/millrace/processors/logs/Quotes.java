package org.millrace.processors.logs;

/**
 * Finds where a record of quoted fields ends. A quote opens only at the beginning of a field;
 * inside quotes two quotes are one, and line ends are data. Split and parse both cut by this, so
 * they agree on any bytes.
 */
final class Quotes {
  /**
   * More line ends within one record are taken for a quote that somebody forgot. Without a bound, a
   * file of lines that each open a quote would be looked through again for every line.
   */
  static final int MAX_LINES_INSIDE = 1000;

  private final CodeUnits units;
  private final int terminator;
  private final String delimiters;
  private int linesInside;
  private int seen;

  /**
   * @param delimiters each of these ends a field
   */
  Quotes(CodeUnits units, LineEnd lineEnd, String delimiters) {
    this.units = units;
    this.terminator = lineEnd == LineEnd.CR ? '\r' : '\n';
    this.delimiters = delimiters;
  }

  /**
   * Index of the line end that ends the record, or {@code to} when the input ends there outside
   * quotes; -1 when the record does not end before {@code to}.
   */
  int end(byte[] b, int from, int to, boolean inputEnds) {
    char delimiter = delimiters.charAt(0);
    boolean several = delimiters.length() > 1;
    int width = units.width();
    boolean quoted = false;
    boolean fieldBegins = true;
    linesInside = 0;
    seen = 0;
    for (int i = from; i <= to - width; i += width) {
      int c = units.at(b, i);
      seen |= c;
      if (quoted) {
        if (c == '"') {
          boolean last = i + 2 * width > to;
          if (last && !inputEnds) {
            return -1;
          }
          if (!last && units.at(b, i + width) == '"') {
            i += width;
          } else {
            quoted = false;
          }
        } else if (c == terminator) {
          if (++linesInside > MAX_LINES_INSIDE) {
            return -1;
          }
        }
      } else if (c == terminator) {
        return i;
      } else {
        quoted = c == '"' && fieldBegins;
        fieldBegins = c == delimiter || (several && delimiters.indexOf(c) >= 0);
      }
    }
    return inputEnds && !quoted && to > from ? to : -1;
  }

  /** Whether more bytes cannot change that no end was found. */
  boolean gaveUp() {
    return linesInside > MAX_LINES_INSIDE;
  }

  /** Line ends within the quotes of the record just found. */
  int linesInside() {
    return linesInside;
  }

  /** Whether the record just found is ASCII. */
  boolean ascii() {
    return seen < 0x80;
  }
}
