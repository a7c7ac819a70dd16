package org.millrace.engine.control;

import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.millrace.engine.control.RefusalException.Cause;
import org.millrace.engine.ledger.Job;
import org.millrace.engine.ledger.JobLedger;
import org.millrace.engine.ledger.QueueMarks;
import org.millrace.engine.ledger.QueueMarks.Mark;
import org.millrace.engine.ledger.Seen;
import org.millrace.engine.node.Scheduler;
import org.millrace.scheduling.manager.SubmissionRefusedException;
import org.millrace.scheduling.tree.QueuePath;

/**
 * What people may do with jobs and queues while the system runs. Everything is checked first:
 * whether the user may, and whether it can be; a method that throws {@link RefusalException} has
 * changed nothing. Thread-safe.
 */
public final class Steering {
  private static final String SEE_QUEUES = "./millrace queues lists them";

  private final JobLedger ledger;
  private final Scheduler scheduler;
  private final QueueMarks drained;
  private final QueueAccess access;

  /**
   * @param drained the queues that take no new jobs
   */
  public Steering(JobLedger ledger, Scheduler scheduler, QueueMarks drained) {
    this.ledger = ledger;
    this.scheduler = scheduler;
    this.drained = drained;
    this.access = new QueueAccess(scheduler);
  }

  /** Whether the user may open a job in a queue now, and the queue takes one more. */
  public void checkSubmit(User user, String queue) {
    access.submit(user, queue);
    checkNotDrained(queue);
    checkRoom(queue, Optional.empty());
  }

  /** As {@link #checkSubmit}, but a full queue will do: what a source brings waits until it may. */
  public void checkSource(String source, String queue) {
    checkSend(User.source(source), queue);
  }

  /** Whether the user may send messages to a queue; a full one takes their job when it can. */
  public void checkSend(User user, String queue) {
    access.submit(user, queue);
    if (!scheduler.mayHoldJobs(queue)) {
      throw noSuchQueue(Cause.IMPOSSIBLE, queue);
    }
    checkNotDrained(queue);
  }

  /**
   * Whether the user may pause or resume a job, replay or discard its dead tasks, or run it again:
   * its owner may, and who administers its queue.
   */
  public void checkChange(User user, long jobId) {
    Job job = find(jobId);
    access.change(user, jobId, job.owner(), job.queue());
  }

  /** Ends a job that has not ended; what it has published stays. */
  public void cancel(User user, long jobId) {
    cancel(user, jobId, Seen.ANY);
  }

  /**
   * The same.
   *
   * @param seen refused as a conflict when the job does not stand so any more
   */
  public void cancel(User user, long jobId, Seen seen) {
    Job job = find(jobId);
    access.cancel(user, jobId, job.owner(), job.queue());
    if (!ledger.cancel(jobId, seen, "cancelled by " + user.name())) {
      checkSeen(jobId, seen);
      throw ended(jobId, "cancelled");
    }
  }

  /**
   * Moves a job that has not ended. Its waiting tasks change lanes with it; tasks in hand finish in
   * the containers that have them. Nothing happens when it is in that queue already.
   */
  public void move(User user, long jobId, String queue) {
    move(user, jobId, queue, Seen.ANY);
  }

  /**
   * The same.
   *
   * @param seen refused as a conflict when the job does not stand so any more
   */
  // One at a time, so that two of them cannot both take a queue's last place.
  public synchronized void move(User user, long jobId, String queue, Seen seen) {
    Job job = find(jobId);
    access.move(user, jobId, job.owner(), job.queue(), queue);
    checkSeen(jobId, seen);
    if (job.state().ended()) {
      throw ended(jobId, "moved");
    }
    if (job.queue().equals(queue)) {
      return;
    }
    checkNotDrained(queue);
    checkRoom(queue, Optional.of(job.queue()));
    if (!ledger.move(jobId, seen, job.queue(), queue)) {
      checkSeen(jobId, seen);
      throw ended(jobId, "moved");
    }
    scheduler.moved(jobId, queue);
  }

  /**
   * Pauses a queue, and all below it, until it is resumed: they get no containers, and those they
   * have end after the task in hand. Jobs are accepted as before. A second pause changes nothing.
   */
  public void pause(User user, String queue) {
    access.pause(user, queue);
    if (!scheduler.pause(queue, user.name())) {
      throw noSuchQueue(Cause.UNKNOWN, queue);
    }
  }

  /** Refuses who may not change what is set for a queue: that is for who steers the one above. */
  public void checkConfigure(User user, String queue) {
    access.configure(user, queue);
  }

  public boolean mayConfigure(User user, String queue) {
    return access.mayConfigure(user, queue);
  }

  /**
   * Has a queue, and all below it, take no new jobs until it is resumed; those that are there go on
   * to their end. What sources bring waits where it is. A second time changes nothing.
   */
  public void drain(User user, String queue) {
    access.pause(user, queue);
    if (!scheduler.mayHoldJobs(queue) && scheduler.queues().find(queue).isEmpty()) {
      throw noSuchQueue(Cause.UNKNOWN, queue);
    }
    drained.add(queue, user.name());
  }

  /** Ends a pause of this queue, and a drain; those of a queue above still hold it. */
  public void resume(User user, String queue) {
    access.pause(user, queue);
    boolean wasPaused = scheduler.resume(queue);
    boolean wasDrained = drained.remove(queue);
    if (!wasPaused && !wasDrained) {
      List<String> above = heldAbove(queue);
      throw new RefusalException(
          Cause.CONFLICT,
          "queue " + queue,
          "only a queue that is paused or drained itself can be resumed",
          "neither",
          above.isEmpty() ? SEE_QUEUES : "resume " + String.join(", ", above));
    }
  }

  private List<String> heldAbove(String queue) {
    return Stream.concat(scheduler.pauses().stream(), drained.all().stream())
        .map(Mark::queue)
        .filter(held -> QueuePath.isBelow(queue, held))
        .distinct()
        .sorted()
        .toList();
  }

  private void checkNotDrained(String queue) {
    Optional<Mark> drain = drained.over(queue);
    if (drain.isPresent()) {
      throw new RefusalException(
          Cause.CONFLICT,
          "queue " + drain.get().queue(),
          "takes no new jobs, since "
              + drain.get().by()
              + " drained it at "
              + drain.get().since().truncatedTo(ChronoUnit.SECONDS),
          queue,
          "name another queue, or wait until it is resumed");
    }
  }

  private void checkRoom(String queue, Optional<String> from) {
    try {
      scheduler.checkRoom(queue, from);
    } catch (SubmissionRefusedException e) {
      if (e.reason() == SubmissionRefusedException.Cause.NO_SUCH_QUEUE) {
        throw noSuchQueue(Cause.IMPOSSIBLE, queue);
      }
      throw new RefusalException(Cause.CONFLICT, "queue " + e.queue(), e.rule(), queue, e.remedy());
    }
  }

  private void checkSeen(long jobId, Seen seen) {
    Job now = find(jobId);
    if (!seen.holds(now.state(), now.queue())) {
      throw new RefusalException(
          Cause.CONFLICT,
          "job " + jobId,
          "has been changed by somebody else",
          now.state() + " in queue " + now.queue(),
          "look at it again");
    }
  }

  private Job find(long jobId) {
    return ledger
        .find(jobId)
        .orElseThrow(
            () ->
                new RefusalException(
                    Cause.UNKNOWN,
                    "job",
                    "must be the id of a job",
                    Long.toString(jobId),
                    "./millrace jobs lists them"));
  }

  private RefusalException ended(long jobId, String done) {
    return new RefusalException(
        Cause.CONFLICT,
        "job " + jobId,
        "only a job that has not ended can be " + done,
        find(jobId).state().name(),
        "submit it again");
  }

  private static RefusalException noSuchQueue(Cause reason, String queue) {
    return new RefusalException(
        reason,
        "queue",
        reason == Cause.UNKNOWN
            ? "must be a queue, or one that a template lets be created"
            : "must be a queue without queues below it, or one that a template lets be created",
        queue,
        "declare it in millrace.yaml; " + SEE_QUEUES);
  }
}
