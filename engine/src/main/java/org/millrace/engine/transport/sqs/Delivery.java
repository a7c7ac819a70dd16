package org.millrace.engine.transport.sqs;

import java.util.Collection;
import java.util.List;
import org.millrace.engine.task.Task;
import org.millrace.engine.transport.Packing;

/**
 * One delivery of a message.
 *
 * @param row what was sent: a task, or several as {@link Packing} put them together. Its id and
 *     attempt name the message, however often that is delivered or was sent
 * @param sent how many tasks it was sent with
 * @param tasks those of them that nobody has settled, as they were sent
 * @param deliveries how often SQS has delivered the message, this time too
 * @param returned how many of those came back unrun
 * @param messageId what SQS knows the message by
 * @param receipt what SQS knows this delivery by
 */
record Delivery(
    Task row,
    int sent,
    List<Task> tasks,
    int deliveries,
    int returned,
    String messageId,
    String receipt) {

  /** As long as nothing is known of it but what the message says. */
  static Delivery first(Task row, int sent, int deliveries, String messageId, String receipt) {
    return new Delivery(row, sent, Packing.unpack(row, sent), deliveries, 0, messageId, receipt);
  }

  /** Whether nobody has settled any of its tasks. */
  boolean isWhole() {
    return tasks.size() == sent;
  }

  /** Which one it is if this one is run. */
  int attempt() {
    return row.attempt() + Math.max(1, deliveries - returned);
  }

  /**
   * Whether an attempt before this delivery did not end: its worker died, or was taken for dead.
   */
  boolean crashed() {
    return attempt() > row.attempt() + 1;
  }

  /** Its tasks, to be run now. */
  List<Task> run() {
    return tasks.stream().map(each -> each.at(attempt())).toList();
  }

  /** Its tasks at the attempt that did not end. */
  List<Task> crash() {
    return tasks.stream().map(each -> each.at(attempt() - 1)).toList();
  }

  /** The same when so many of its deliveries were no attempts. */
  Delivery without(int times) {
    return new Delivery(row, sent, tasks, deliveries, times, messageId, receipt);
  }

  /** The same when only these of its tasks are left to be done. */
  Delivery only(Collection<Task> left) {
    return new Delivery(row, sent, List.copyOf(left), deliveries, returned, messageId, receipt);
  }
}
