package org.millrace.engine.transport.sqs;

import java.util.List;
import java.util.UUID;
import org.millrace.engine.task.Body;
import org.millrace.engine.task.Failure;
import org.millrace.engine.task.Task;
import org.millrace.engine.transport.Envelope;

/** A task as the JSON text of a message. */
record TaskMessage(
    UUID uid,
    long job,
    String stage,
    String queue,
    int attempt,
    boolean solo,
    String headers,
    String contentType,
    byte[] body,
    List<Failure> failures) {

  static TaskMessage of(Envelope envelope) {
    Task task = envelope.task();
    return new TaskMessage(
        task.uid(),
        task.jobId(),
        envelope.lane().stage(),
        envelope.lane().queue(),
        task.attempt(),
        task.solo(),
        task.headers(),
        task.body().contentType(),
        task.body().bytes(),
        task.failures());
  }

  /** The task at its n-th delivery. */
  Task task(int deliveries) {
    return new Task(
        0,
        uid,
        job,
        attempt + deliveries,
        solo,
        headers,
        new Body(contentType, body),
        failures == null ? List.of() : failures);
  }
}
