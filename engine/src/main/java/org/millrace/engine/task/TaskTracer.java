package org.millrace.engine.task;

/**
 * Follows tasks across stages, transports and processes. What it says of a task travels in the
 * header {@code traceparent} (W3C Trace Context) of everything that the task sends. Thread-safe.
 */
public interface TaskTracer {
  /** The header that carries where in a trace a message comes from. */
  String HEADER = "traceparent";

  /** Follows nothing, and costs nothing. */
  TaskTracer NONE = task -> Trail.NONE;

  /**
   * A task that is about to run.
   *
   * @param parent what its message carried; null when it carried nothing
   * @param begun when its job was opened, in milliseconds since 1970; with the job's id it tells
   *     one job from all others
   */
  record Started(
      String stage,
      String queue,
      String pipeline,
      String source,
      long jobId,
      long begun,
      String taskId,
      int attempt,
      String parent) {}

  /**
   * A job that has ended.
   *
   * @param begun as of its tasks
   * @param ended in milliseconds since 1970
   * @param error why it failed or was cancelled; null when it did not
   */
  record Ended(
      String queue,
      String pipeline,
      String source,
      long jobId,
      long begun,
      long ended,
      String error) {}

  /** Tells of a job's end; again when it ends again. */
  default void ended(Ended job) {}

  /** To be ended on the thread that began it. */
  Trail begin(Started task);

  /** A task while it runs. */
  interface Trail {
    Trail NONE =
        new Trail() {
          @Override
          public String parentOfWhatItSends() {
            return null;
          }

          @Override
          public void end(String error) {}
        };

    /** A {@code traceparent}; null when none is to be sent. */
    String parentOfWhatItSends();

    /**
     * @param error why the attempt failed; null when it did not
     */
    void end(String error);
  }
}
