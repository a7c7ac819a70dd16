package org.millrace.manager.console;

import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.millrace.engine.control.RefusalException;
import org.millrace.manager.api.ApiException;
import org.millrace.manager.errors.Problem;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.Ordered;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.ErrorResponse;
import org.springframework.web.context.request.async.AsyncRequestNotUsableException;
import org.springframework.web.servlet.HandlerExceptionResolver;
import org.springframework.web.servlet.ModelAndView;

/**
 * Tells people in a browser what went wrong on a page like the others, in the words that the API
 * would use; programs get the API's problem documents.
 */
final class HtmlErrors implements HandlerExceptionResolver, Ordered {
  private static final Logger LOG = LoggerFactory.getLogger(HtmlErrors.class);
  private static final List<String> FOR_PROGRAMS = List.of("/api/", "/v3/", "/actuator");

  private final Pages pages;

  HtmlErrors(Pages pages) {
    this.pages = pages;
  }

  /** Before those that make problem documents. */
  @Override
  public int getOrder() {
    return -1;
  }

  @Override
  public ModelAndView resolveException(
      HttpServletRequest request, HttpServletResponse response, Object handler, Exception e) {
    if (!forAPerson(request)) {
      return null;
    }
    if (e instanceof AsyncRequestNotUsableException) {
      // Whoever asked has gone on to another page: nobody is left to tell.
      return new ModelAndView();
    }
    HttpStatus status = status(e);
    if (status == HttpStatus.INTERNAL_SERVER_ERROR) {
      LOG.error("{} {} failed", request.getMethod(), path(request), e);
    }
    write(response, pages.error(request, status, model(status, problem(status, e, request))));
    return new ModelAndView();
  }

  private static boolean forAPerson(HttpServletRequest request) {
    String accept = request.getHeader("Accept");
    boolean html = accept != null && accept.contains("text/html");
    return (html || "true".equals(request.getHeader("HX-Request")))
        && FOR_PROGRAMS.stream().noneMatch(path(request)::startsWith);
  }

  /** What was asked for, also when the container asks on its behalf for the page of an error. */
  private static String path(HttpServletRequest request) {
    Object asked = request.getAttribute(RequestDispatcher.ERROR_REQUEST_URI);
    return asked == null ? request.getRequestURI() : asked.toString();
  }

  private static HttpStatus status(Exception e) {
    if (e instanceof ApiException api) {
      return api.status();
    }
    if (e instanceof RefusalException refusal) {
      return refusal.reason() == RefusalException.Cause.FORBIDDEN
          ? HttpStatus.FORBIDDEN
          : HttpStatus.UNPROCESSABLE_ENTITY;
    }
    return e instanceof ErrorResponse response
        ? HttpStatus.valueOf(response.getStatusCode().value())
        : HttpStatus.INTERNAL_SERVER_ERROR;
  }

  private static Problem problem(HttpStatus status, Exception e, HttpServletRequest request) {
    if (e instanceof ApiException api) {
      return api.problem();
    }
    if (e instanceof RefusalException refusal) {
      return new Problem(refusal.subject(), refusal.rule(), refusal.value(), refusal.remedy());
    }
    return switch (status) {
      case NOT_FOUND -> new Problem(path(request), "is no page of the console", "", "");
      case INTERNAL_SERVER_ERROR ->
          new Problem(
              path(request),
              "failed inside Millrace",
              "",
              "logs/millrace.log in the home says why");
      default ->
          new Problem(
              path(request),
              e instanceof ErrorResponse response && response.getBody().getDetail() != null
                  ? response.getBody().getDetail()
                  : status.getReasonPhrase(),
              "",
              "");
    };
  }

  private static Map<String, ?> model(HttpStatus status, Problem problem) {
    String title =
        switch (status) {
          case NOT_FOUND -> "Not found";
          case FORBIDDEN -> "Not allowed";
          case INTERNAL_SERVER_ERROR -> "Something went wrong";
          default -> "That cannot be";
        };
    return Map.of("status", status.value(), "title", title, "problem", problem);
  }

  private static void write(HttpServletResponse response, ResponseEntity<String> page) {
    try {
      response.setStatus(page.getStatusCode().value());
      response.setContentType("text/html;charset=UTF-8");
      response.getOutputStream().write(page.getBody().getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
