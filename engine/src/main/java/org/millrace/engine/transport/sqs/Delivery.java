package org.millrace.engine.transport.sqs;

import org.millrace.engine.task.Task;

/**
 * One delivery of a task's message.
 *
 * @param task its attempt counts the deliveries, this one too
 * @param sent the attempt that the message was sent with: with the task's id it names the message
 *     however often that is delivered or was sent
 * @param receipt what SQS knows this delivery by
 */
record Delivery(Task task, int sent, String messageId, String receipt) {

  /**
   * Whether an attempt before this delivery did not end: its worker died, or was taken for dead.
   */
  boolean crashed() {
    return task.attempt() > sent + 1;
  }

  /** The task at the attempt that did not end. */
  Task crash() {
    return task.at(task.attempt() - 1);
  }

  /** The same when so many of its deliveries were no attempts. */
  Delivery without(int returned) {
    int attempt = Math.max(sent + 1, task.attempt() - returned);
    return new Delivery(task.at(attempt), sent, messageId, receipt);
  }
}
