package org.millrace.processors.logs.format;

/** The NCSA common log format: outcome is the HTTP status, bytes the response's size. */
public final class CommonFormat implements LogFormat {
  @Override
  public String name() {
    return "common";
  }

  @Override
  public RecordParser parser(FormatSettings settings) {
    return new AccessParser(false);
  }
}
