package org.millrace.manager.api;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Arrays;
import org.millrace.engine.ledger.Job;
import org.millrace.manager.errors.Problem;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;

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
    String wanted = request.getHeader(HttpHeaders.IF_MATCH);
    if (wanted != null
        && Arrays.stream(wanted.split(","))
            .map(String::strip)
            .noneMatch(each -> each.equals("*") || each.equals(of(job)))) {
      throw new ApiException(
          HttpStatus.PRECONDITION_FAILED,
          new Problem(
              "job " + job.id(),
              "has been changed by somebody else: it is "
                  + job.state()
                  + " in queue "
                  + job.queue()
                  + ", with the tag "
                  + of(job),
              wanted,
              "look at it again, then repeat the request with its tag"));
    }
  }
}
