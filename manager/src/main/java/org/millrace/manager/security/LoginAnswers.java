package org.millrace.manager.security;

import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import org.millrace.manager.access.AuditTrail;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.web.AuthenticationEntryPoint;

/** What follows a login by form or by an identity provider. */
final class LoginAnswers {
  /** How long a session lasts without a request. */
  static final Duration IDLE = Duration.ofHours(8);

  private final AuthenticationEntryPoint ask;

  LoginAnswers(AuthenticationEntryPoint ask) {
    this.ask = ask;
  }

  void done(HttpServletRequest request, HttpServletResponse response, Authentication user)
      throws IOException {
    request.getSession().setMaxInactiveInterval(Math.toIntExact(IDLE.toSeconds()));
    response.sendRedirect(LoginTarget.of(request));
  }

  /** A form is shown again, with a word why; a program gets the status. */
  void failed(
      HttpServletRequest request, HttpServletResponse response, AuthenticationException failure)
      throws IOException, ServletException {
    AuditTrail.of(request).refused();
    String accept = request.getHeader("Accept");
    if (accept == null || !accept.contains("text/html")) {
      ask.commence(request, response, failure);
      return;
    }
    String why =
        failure instanceof TooManyAttemptsException tooMany
            ? "wait=" + tooMany.seconds()
            : "wrong=1";
    response.sendRedirect(page(request, why));
  }

  void refused(
      HttpServletRequest request, HttpServletResponse response, AuthenticationException failure)
      throws IOException {
    AuditTrail.of(request).refused();
    response.sendRedirect(page(request, "refused=1"));
  }

  private static String page(HttpServletRequest request, String why) {
    String next = LoginTarget.encoded(LoginTarget.of(request));
    return LoginTarget.LOGIN + "?" + why + "&" + LoginTarget.PARAMETER + "=" + next;
  }
}
