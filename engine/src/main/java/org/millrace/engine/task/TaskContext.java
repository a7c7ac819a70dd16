package org.millrace.engine.task;

import java.io.IOException;
import java.util.Map;
import org.apache.camel.Exchange;
import org.millrace.engine.objects.ObjectBody;
import org.millrace.engine.objects.ObjectRef;

/**
 * What a processor inside a stage's route may know and do besides reading the body and sending to
 * the next stage. One per running task; safe for use by the threads of a parallel split.
 */
public interface TaskContext {
  /** Exchange property under which a stage's route finds its context. */
  String PROPERTY = "MillraceTask";

  /**
   * The context of the task that this exchange runs.
   *
   * @throws IllegalStateException outside a route that begins at {@code stage:}
   */
  static TaskContext of(Exchange exchange) {
    TaskContext context = exchange.getProperty(PROPERTY, TaskContext.class);
    if (context == null) {
      throw new IllegalStateException(
          "exchange "
              + exchange.getExchangeId()
              + " runs no task: use this processor in a route that begins from(\"stage:NAME\")");
    }
    return context;
  }

  String jobId();

  /** Deterministic: the same work repeated has the same id. */
  String taskId();

  /** 1 at the first try. */
  int attempt();

  String stage();

  String queue();

  /** The source the job came from, as it stands in {@code summary.csv}. */
  String source();

  /** Settings fixed when the job was opened, such as format, charset and zone of its source. */
  Map<String, String> settings();

  /**
   * Writes an intermediate object under {@code work/JOB/}, for a later stage of this job. Its key
   * holds the task id and attempt, so only what a settled attempt wrote is ever referred to.
   */
  ObjectRef intermediate(String name, ObjectBody body) throws IOException;

  /**
   * Writes a result object, published as {@code results/JOB/name} when the job has completed. Of
   * several tasks giving one name the last settled wins.
   */
  void result(String name, ObjectBody body) throws IOException;
}
