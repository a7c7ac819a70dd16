package org.millrace.engine.analytics;

/** What statistics are kept by. */
public record Dimensions(String stage, String queue, String source, String pipeline) {
  /** Of the row that belongs to no place and says how often gauges were read. */
  static final Dimensions NONE = new Dimensions("", "", "", "");

  boolean is(String stage, String queue, String source, String pipeline) {
    return this.stage.equals(stage)
        && this.queue.equals(queue)
        && this.source.equals(source)
        && this.pipeline.equals(pipeline);
  }
}
