package org.millrace.processors.logs.format;

/**
 * One format of log. To add a format, write one public class with a public constructor without
 * arguments that implements this, and name it in {@code
 * META-INF/services/org.millrace.processors.logs.format.LogFormat}; a source may then say {@code
 * format: NAME}, and detection tries it too. Implementations are stateless and thread-safe.
 */
public interface LogFormat {
  /** As settings, summaries and the command line call it: lower case, without spaces. */
  String name();

  /**
   * True when the first record names the columns and quoted fields may hold line ends. The header
   * is then given to every parser and is no record itself.
   */
  default boolean headed() {
    return false;
  }

  /** Whether detection may take this line for the header of a headed format. */
  default boolean isHeader(String line) {
    return false;
  }

  /** A parser for one run of lines. */
  RecordParser parser(FormatSettings settings);
}
