package org.millrace.engine.transport;

import org.millrace.engine.task.Emission;
import org.millrace.engine.task.Task;
import org.millrace.scheduling.Lane;

/** A task on its way to a lane. */
public record Envelope(Lane lane, Task task) {

  /** A new message, at a job's queue. */
  public static Envelope of(long jobId, String queue, Emission emission) {
    return new Envelope(new Lane(queue, emission.stage()), Task.sent(jobId, emission));
  }
}
