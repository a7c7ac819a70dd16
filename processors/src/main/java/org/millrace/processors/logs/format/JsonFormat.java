package org.millrace.processors.logs.format;

/**
 * One JSON object a line. Time under timestamp, &#64;timestamp, time, ts, datetime or date (the
 * first of these that is there); outcome is the level, else severity, lvl, loglevel, status, as
 * written, {@code -} when absent; bytes under bytes, size, bytes_sent or body_bytes_sent, else the
 * line's length. Nesting beyond 100 levels is rejected.
 */
public final class JsonFormat implements LogFormat {
  @Override
  public String name() {
    return "json";
  }

  @Override
  public RecordParser parser(FormatSettings settings) {
    return new JsonLineParser(settings);
  }
}
