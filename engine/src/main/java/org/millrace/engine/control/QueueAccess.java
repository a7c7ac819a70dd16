package org.millrace.engine.control;

import org.millrace.engine.control.RefusalException.Cause;
import org.millrace.engine.node.Scheduler;

/**
 * Who may do what with queues and the jobs in them: the one place where that is decided. The lists
 * {@code submit} and {@code administer} of a queue hold for all queues below it; who administers
 * may submit; an administrator may everything. Every method throws {@link RefusalException} with
 * {@link Cause#FORBIDDEN} when the user may not. Thread-safe.
 */
final class QueueAccess {
  private final Scheduler scheduler;

  QueueAccess(Scheduler scheduler) {
    this.scheduler = scheduler;
  }

  void submit(User user, String queue) {
    if (!maySubmit(user, queue)) {
      throw forbidden(
          user,
          "queue " + queue,
          "who submits must be on its list submit or that of a queue above, or administer it",
          "add the user to submit of " + queue);
    }
  }

  /** The owner may, wherever the job is. */
  void cancel(User user, long job, String owner, String queue) {
    if (!user.name().equals(owner) && !mayAdminister(user, queue)) {
      throw forbidden(
          user,
          "job " + job,
          "who cancels must be its owner or administer its queue " + queue,
          "ask " + owner + ", or be added to administer of " + queue);
    }
  }

  /** Whatever else is done with a job: as {@link #cancel}. */
  void change(User user, long job, String owner, String queue) {
    if (!user.name().equals(owner) && !mayAdminister(user, queue)) {
      throw forbidden(
          user,
          "job " + job,
          "who changes it or its tasks must be its owner or administer its queue " + queue,
          "ask " + owner + ", or be added to administer of " + queue);
    }
  }

  /**
   * As in YARN: who administers both queues, and the owner who could have submitted it there in the
   * first place.
   */
  void move(User user, long job, String owner, String from, String to) {
    boolean own = user.name().equals(owner) && maySubmit(user, to);
    if (!own && !(mayAdminister(user, from) && mayAdminister(user, to))) {
      throw forbidden(
          user,
          "job " + job,
          "who moves it must administer %s and %s, or be its owner and may submit to %s"
              .formatted(from, to, to),
          "ask " + owner + ", or be added to administer of both queues");
    }
  }

  void pause(User user, String queue) {
    if (!mayAdminister(user, queue)) {
      throw forbidden(
          user,
          "queue " + queue,
          "who pauses or resumes it must be on its list administer or that of a queue above",
          "add the user to administer of " + queue);
    }
  }

  /** A queue's weight and limits decide what its siblings get, so its own list is not enough. */
  void configure(User user, String queue) {
    if (!mayConfigure(user, queue)) {
      throw forbidden(
          user,
          "queue " + queue,
          "who changes its settings must be on the list administer of a queue above it",
          "ask an administrator, or be added to administer of the queue above");
    }
  }

  boolean mayConfigure(User user, String queue) {
    int parent = queue.lastIndexOf('.');
    return user.administrator() || parent > 0 && mayAdminister(user, queue.substring(0, parent));
  }

  private boolean maySubmit(User user, String queue) {
    return user.administrator() || scheduler.maySubmit(user.names(), queue);
  }

  private boolean mayAdminister(User user, String queue) {
    return user.administrator() || scheduler.mayAdminister(user.names(), queue);
  }

  private static RefusalException forbidden(User user, String subject, String rule, String remedy) {
    return new RefusalException(Cause.FORBIDDEN, subject, rule, user.name(), remedy);
  }
}
