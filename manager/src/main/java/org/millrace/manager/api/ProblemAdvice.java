package org.millrace.manager.api;

import java.io.IOException;
import java.util.Locale;
import org.millrace.engine.control.RefusalException;
import org.millrace.manager.errors.ConflictException;
import org.millrace.manager.errors.Problem;
import org.millrace.manager.errors.RefusedException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.context.request.ServletWebRequest;
import org.springframework.web.context.request.WebRequest;
import org.springframework.web.servlet.mvc.method.annotation.ResponseEntityExceptionHandler;

/** Every error leaves as a problem document with subject, rule, value and remedy. */
@RestControllerAdvice
final class ProblemAdvice extends ResponseEntityExceptionHandler {
  private static final Logger LOG = LoggerFactory.getLogger(ProblemAdvice.class);

  @ExceptionHandler
  ResponseEntity<ProblemDetail> refused(ApiException e) {
    return response(e.status(), e.problem());
  }

  @ExceptionHandler
  ResponseEntity<ProblemDetail> refused(RefusalException e) {
    HttpStatus status =
        switch (e.reason()) {
          case FORBIDDEN -> HttpStatus.FORBIDDEN;
          case UNKNOWN -> HttpStatus.NOT_FOUND;
          case IMPOSSIBLE -> HttpStatus.UNPROCESSABLE_ENTITY;
          case CONFLICT -> HttpStatus.CONFLICT;
          case NO_ROOM -> HttpStatus.INSUFFICIENT_STORAGE;
        };
    return response(status, new Problem(e.subject(), e.rule(), e.value(), e.remedy()));
  }

  /** With every problem, not the first alone. */
  @ExceptionHandler
  ResponseEntity<ProblemDetail> refused(RefusedException e) {
    HttpStatus status =
        e instanceof ConflictException ? HttpStatus.CONFLICT : HttpStatus.UNPROCESSABLE_ENTITY;
    ResponseEntity<ProblemDetail> response = response(status, e.problems().get(0));
    response.getBody().setDetail(e.getMessage());
    return response;
  }

  @ExceptionHandler
  ResponseEntity<ProblemDetail> refused(RefusedLinesException e) {
    ResponseEntity<ProblemDetail> response = response(HttpStatus.UNPROCESSABLE_ENTITY, e.problem());
    response.getBody().setProperty("lines", e.lines());
    return response;
  }

  /** What we did not foresee: the log has it whole, the caller learns where to look. */
  @ExceptionHandler
  ResponseEntity<ProblemDetail> failed(Exception e, WebRequest request) {
    LOG.error("{} failed", subject(request), e);
    return response(
        HttpStatus.INTERNAL_SERVER_ERROR,
        new Problem(
            subject(request),
            "failed inside Millrace",
            "",
            "logs/millrace.log in the home says why"));
  }

  /** The caller went away while its bytes were read or written: nobody is left to tell. */
  @ExceptionHandler
  ResponseEntity<ProblemDetail> interrupted(IOException e, WebRequest request) {
    LOG.warn("{} ended early: {}", subject(request), e.toString());
    return response(
        HttpStatus.INTERNAL_SERVER_ERROR,
        new Problem(
            subject(request), "could not be read or written to its end", "", "send it again"));
  }

  @Override
  protected ResponseEntity<Object> handleExceptionInternal(
      Exception e, Object body, HttpHeaders headers, HttpStatusCode status, WebRequest request) {
    String rule =
        body instanceof ProblemDetail detail && detail.getDetail() != null
            ? detail.getDetail()
            : HttpStatus.valueOf(status.value()).getReasonPhrase().toLowerCase(Locale.ROOT);
    Problem problem = WrongRequest.of(e, ((ServletWebRequest) request).getRequest(), rule);
    return ResponseEntity.status(status)
        .headers(headers)
        .contentType(MediaType.APPLICATION_PROBLEM_JSON)
        .body(ProblemDocument.of(status, problem));
  }

  private static ResponseEntity<ProblemDetail> response(HttpStatus status, Problem problem) {
    return ResponseEntity.status(status)
        .contentType(MediaType.APPLICATION_PROBLEM_JSON)
        .body(ProblemDocument.of(status, problem));
  }

  private static String subject(WebRequest request) {
    var http = ((ServletWebRequest) request).getRequest();
    return http.getMethod() + " " + http.getRequestURI();
  }
}
