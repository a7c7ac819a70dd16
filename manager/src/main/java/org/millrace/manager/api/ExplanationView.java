package org.millrace.manager.api;

import java.util.List;
import org.millrace.engine.ledger.Job;
import org.millrace.engine.ledger.JobState;
import org.millrace.engine.waiting.Obstacle;
import org.millrace.engine.waiting.Wait;

/**
 * Why a job waits, as the API gives it.
 *
 * @param active whether it may get containers at all
 * @param containers how many it has
 * @param waitingFor how many more it asks for
 * @param sentence the dominant reason in words, with how many jobs are ahead and how long it takes
 * @param etaSeconds about how long until its next container, or until its window ends; null where
 *     it has containers, waits for a person, or nothing says how long it takes
 * @param reasons the dominant one first; never empty
 */
record ExplanationView(
    long job,
    String queue,
    boolean active,
    int containers,
    long waitingFor,
    String sentence,
    Long etaSeconds,
    List<Cause> reasons) {

  /**
   * @param kind one of the scheduler's or the ledger's reasons, or ENDED, PAUSED, NO_ROUTE or
   *     NOT_SCHEDULED
   * @param subject the queue's path, or the node's, stage's or source's name; may be empty
   * @param uses what is there or used; empty when no amount matters
   * @param limit what that is measured against; empty when no amount matters
   */
  record Cause(
      String kind,
      String subject,
      String uses,
      String limit,
      long count,
      long of,
      String sentence) {
    static Cause of(Obstacle obstacle) {
      return new Cause(
          obstacle.kind(),
          obstacle.subject(),
          obstacle.uses(),
          obstacle.limit(),
          obstacle.count(),
          obstacle.of(),
          obstacle.sentence());
    }
  }

  static ExplanationView of(Wait wait) {
    return new ExplanationView(
        wait.job(),
        wait.queue(),
        wait.active(),
        wait.containers(),
        wait.waitingFor(),
        wait.sentence(),
        wait.aboutSeconds(),
        wait.obstacles().stream().map(Cause::of).toList());
  }

  /** Of a job that the scheduler does not know, or no longer. */
  static ExplanationView withoutScheduler(Job job) {
    if (job.state().ended()) {
      return single(job, "ENDED", "it has ended: " + job.state());
    }
    return job.state() == JobState.PAUSED
        ? single(job, "PAUSED", "it is paused")
        : single(job, "NOT_SCHEDULED", "it has not reached the scheduler yet");
  }

  /** Of a job that nothing could be done for, whoever had room. */
  static ExplanationView withoutRoute(Job job) {
    return single(job, "NO_ROUTE", noRoute(job));
  }

  static String noRoute(Job job) {
    return "pipeline "
        + job.pipeline()
        + " has no route at the moment; the job goes on when its file is in routes/ again";
  }

  private static ExplanationView single(Job job, String kind, String sentence) {
    Cause cause = new Cause(kind, "", "", "", 0, 0, sentence);
    return new ExplanationView(job.id(), job.queue(), false, 0, 0, sentence, null, List.of(cause));
  }
}
