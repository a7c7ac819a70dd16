package org.millrace.manager.api;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.millrace.engine.ledger.Job;
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

  /** Refuses a request whose {@code If-Match} names another tag than the job has now. */
  static void check(Job job, HttpServletRequest request) {
    EntityTag.check(request, "job " + job.id(), of(job), job.state() + " in queue " + job.queue());
  }
}
