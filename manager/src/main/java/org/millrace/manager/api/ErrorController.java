package org.millrace.manager.api;

import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.http.HttpServletRequest;
import org.millrace.manager.errors.Problem;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Errors that end a request before it reaches a controller: they leave as those of controllers. */
@RestController
final class ErrorController {
  static final String PATH = "/error";

  @RequestMapping(PATH)
  ResponseEntity<ProblemDetail> error(HttpServletRequest request) {
    HttpStatus status = status(request);
    Object path = request.getAttribute(RequestDispatcher.ERROR_REQUEST_URI);
    Problem problem =
        new Problem(
            request.getMethod() + " " + (path == null ? request.getRequestURI() : path),
            status.getReasonPhrase(),
            "",
            "the API is described at /v3/api-docs");
    throw new ApiException(status, problem);
  }

  private static HttpStatus status(HttpServletRequest request) {
    Object code = request.getAttribute(RequestDispatcher.ERROR_STATUS_CODE);
    HttpStatus status = code instanceof Integer number ? HttpStatus.resolve(number) : null;
    return status == null ? HttpStatus.NOT_FOUND : status;
  }
}
