package org.millrace.processors.logs.format;

/**
 * The combined log format of Apache httpd and nginx: outcome is the HTTP status, bytes the
 * response's size.
 */
public final class CombinedFormat implements LogFormat {
  @Override
  public String name() {
    return "combined";
  }

  @Override
  public RecordParser parser(FormatSettings settings) {
    return new AccessParser(true);
  }
}
