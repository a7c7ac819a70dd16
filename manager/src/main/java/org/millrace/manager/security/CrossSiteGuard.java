package org.millrace.manager.security;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Set;
import org.millrace.manager.errors.Problem;
import org.springframework.http.HttpStatus;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Refuses changes that a page from elsewhere asks for. A browser adds basic credentials by itself,
 * so they do not show that the user meant it; it also says where a request comes from ({@code
 * Sec-Fetch-Site}, {@code Origin}), which a page cannot forge. Other clients send neither header.
 * Another port of this machine is elsewhere too.
 */
final class CrossSiteGuard extends OncePerRequestFilter {
  private static final Set<String> OWN_SITES = Set.of("same-origin", "none");

  private final ProblemWriter problems;

  CrossSiteGuard(ProblemWriter problems) {
    this.problems = problems;
  }

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    if (!Requests.changes(request) || own(request)) {
      chain.doFilter(request, response);
      return;
    }
    problems.write(
        response,
        HttpStatus.FORBIDDEN,
        new Problem(
            request.getMethod() + " " + request.getRequestURI(),
            "must come from the console's own pages or a program, not from another site",
            from(request),
            "open the console itself"));
  }

  private static String from(HttpServletRequest request) {
    String origin = request.getHeader("Origin");
    return origin == null ? request.getHeader("Sec-Fetch-Site") : origin;
  }

  private static boolean own(HttpServletRequest request) {
    String site = request.getHeader("Sec-Fetch-Site");
    String origin = request.getHeader("Origin");
    return (site == null || OWN_SITES.contains(site))
        && (origin == null
            || origin.equalsIgnoreCase(request.getScheme() + "://" + request.getHeader("Host")));
  }
}
