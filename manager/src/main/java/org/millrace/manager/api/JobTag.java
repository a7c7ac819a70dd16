package org.millrace.manager.api;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.function.Function;
import org.millrace.engine.control.RefusalException;
import org.millrace.engine.ledger.Job;
import org.millrace.engine.ledger.JobLedger;
import org.millrace.engine.ledger.Seen;
import org.springframework.http.HttpHeaders;

/**
 * A job's entity tag: another whenever somebody has moved, paused, resumed or ended it. Its
 * progress is not part of it, or nobody could say what to do with a job that runs.
 */
final class JobTag {
  private JobTag() {}

  static String of(Job job) {
    return '"' + job.state().name() + "-" + Integer.toHexString(job.queue().hashCode()) + '"';
  }

  static void write(Job job, HttpServletResponse to) {
    to.setHeader(HttpHeaders.ETAG, of(job));
  }

  /**
   * Takes a step on the job as the request's {@code If-Match} knows it; 412 when it is another now,
   * also when it becomes so on the way.
   *
   * @param step is refused, or throws, when the job does not stand as it is told
   */
  static <T> T ifMatch(
      JobLedger ledger, Job job, HttpServletRequest request, Function<Seen, T> step) {
    check(job, request);
    try {
      return step.apply(EntityTag.isGiven(request) ? Seen.of(job) : Seen.ANY);
    } catch (ApiException | RefusalException refused) {
      check(Jobs.find(ledger, Long.toString(job.id())), request);
      throw refused;
    }
  }

  private static void check(Job job, HttpServletRequest request) {
    EntityTag.check(request, "job " + job.id(), of(job), job.state() + " in queue " + job.queue());
  }
}
