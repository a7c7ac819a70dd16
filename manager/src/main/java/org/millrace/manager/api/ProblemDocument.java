package org.millrace.manager.api;

import org.millrace.manager.errors.Problem;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.ProblemDetail;

/** RFC 9457 documents: {@code detail} for a person, the parts of the problem for a program. */
public final class ProblemDocument {
  private ProblemDocument() {}

  public static ProblemDetail of(HttpStatusCode status, Problem problem) {
    ProblemDetail detail = ProblemDetail.forStatusAndDetail(status, problem.message());
    detail.setProperty("subject", problem.subject());
    detail.setProperty("rule", problem.rule());
    detail.setProperty("value", problem.value());
    detail.setProperty("remedy", problem.remedy());
    return detail;
  }
}
