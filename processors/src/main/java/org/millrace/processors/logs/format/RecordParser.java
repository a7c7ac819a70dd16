package org.millrace.processors.logs.format;

import java.util.Map;

/**
 * Parses lines, one after the other. Holds caches, so it belongs to one thread. Lines are valid
 * UTF-8 whatever the charset of the input, and never empty.
 */
public interface RecordParser {
  /**
   * Reads the line {@code [from, to)} into {@code record}.
   *
   * @return null when it parsed; otherwise why not, as a short stable phrase such as {@code bad
   *     status}. The record's content is then undefined.
   */
  String parse(byte[] line, int from, int to, LogRecord record);

  /** The named fields of a line that {@link #parse} has just accepted, in the line's order. */
  Map<String, Object> fields(byte[] line, int from, int to);
}
