package org.millrace.manager.security;

import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.millrace.manager.errors.Problem;
import org.springframework.http.HttpStatus;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.web.AuthenticationEntryPoint;
import org.springframework.security.web.access.AccessDeniedHandler;
import org.springframework.security.web.csrf.CsrfException;

/** Answers who is known and may not. */
final class RefuseAccess implements AccessDeniedHandler {
  private final ProblemWriter problems;
  private final AuthenticationEntryPoint ask;

  RefuseAccess(ProblemWriter problems, AuthenticationEntryPoint ask) {
    this.problems = problems;
    this.ask = ask;
  }

  @Override
  public void handle(
      HttpServletRequest request, HttpServletResponse response, AccessDeniedException denied)
      throws IOException, ServletException {
    Authentication user = SecurityContextHolder.getContext().getAuthentication();
    if (user == null) {
      ask.commence(request, response, null);
      return;
    }
    problems.write(response, HttpStatus.FORBIDDEN, problem(request, denied, user));
  }

  private static Problem problem(
      HttpServletRequest request, AccessDeniedException denied, Authentication user) {
    String subject = Requests.subject(request);
    if (denied instanceof CsrfException) {
      return new Problem(
          subject,
          "must carry the token of the page it comes from, in X-CSRF-TOKEN or _csrf",
          user.getName(),
          "load the page again");
    }
    return new Problem(
        subject,
        needed(user),
        user.getName(),
        Users.byToken(user)
            ? "use a token of a greater scope, of a user whose role allows it"
            : "ask an administrator for the role");
  }

  private static String needed(Authentication user) {
    if (has(user, "ROLE_OPERATOR")) {
      return "needs role admin";
    }
    return has(user, "ROLE_VIEWER")
        ? "changes something, which needs role operator"
        : "shows something, which needs role viewer";
  }

  private static boolean has(Authentication user, String authority) {
    return user.getAuthorities().stream().anyMatch(each -> each.getAuthority().equals(authority));
  }
}
