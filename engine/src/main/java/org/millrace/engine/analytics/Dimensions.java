package org.millrace.engine.analytics;

/** What statistics are kept by. */
public record Dimensions(String stage, String queue, String source, String pipeline) {
  /** Of the row that belongs to no place and says how often gauges were read. */
  static final Dimensions NONE = new Dimensions("", "", "", "");
}
