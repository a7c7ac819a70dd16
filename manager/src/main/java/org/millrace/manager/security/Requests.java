package org.millrace.manager.security;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Set;
import java.util.regex.Pattern;

/** What can be told of a request before anybody handles it. */
final class Requests {
  private static final Set<String> SAFE = Set.of("GET", "HEAD", "OPTIONS");

  private static final Pattern SAMPLE = Pattern.compile("/sources/[^/]+/sample");

  private Requests() {}

  /** Whether it may change something. */
  static boolean changes(HttpServletRequest request) {
    return !SAFE.contains(request.getMethod());
  }

  /** Whether it changes nothing, though it looks as if: sample lines of a source, to be read. */
  static boolean onlyReads(HttpServletRequest request) {
    return request.getMethod().equals("POST") && SAMPLE.matcher(request.getRequestURI()).matches();
  }

  /** Whether a browser asks for a page to show. */
  static boolean forPage(HttpServletRequest request) {
    String accept = request.getHeader("Accept");
    return "GET".equals(request.getMethod())
        && accept != null
        && accept.contains("text/html")
        && request.getHeader("HX-Request") == null
        && !forProgram(request);
  }

  /** Whether a script of a page asks. */
  static boolean fromPage(HttpServletRequest request) {
    return request.getHeader("HX-Request") != null
        || request.getHeader("X-Requested-With") != null
        || request.getHeader("Sec-Fetch-Site") != null
        || request.getRequestedSessionId() != null;
  }

  static String subject(HttpServletRequest request) {
    return request.getMethod() + " " + request.getRequestURI();
  }

  private static boolean forProgram(HttpServletRequest request) {
    String path = request.getRequestURI();
    return path.startsWith("/api/") || path.startsWith("/v3/") || path.startsWith("/actuator");
  }
}
