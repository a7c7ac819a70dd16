package org.millrace.manager.api;

import org.millrace.manager.errors.Problem;
import org.springframework.http.HttpStatus;

/** Ends a request with a problem document. */
public final class ApiException extends RuntimeException {
  private final HttpStatus status;
  private final transient Problem problem;

  public ApiException(HttpStatus status, Problem problem) {
    super(problem.message());
    this.status = status;
    this.problem = problem;
  }

  public static ApiException notFound(String subject, String rule, String value, String remedy) {
    return new ApiException(HttpStatus.NOT_FOUND, new Problem(subject, rule, value, remedy));
  }

  public static ApiException refused(String subject, String rule, String value, String remedy) {
    return new ApiException(
        HttpStatus.UNPROCESSABLE_ENTITY, new Problem(subject, rule, value, remedy));
  }

  public HttpStatus status() {
    return status;
  }

  public Problem problem() {
    return problem;
  }
}
