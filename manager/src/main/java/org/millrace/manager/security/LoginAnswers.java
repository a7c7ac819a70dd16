package org.millrace.manager.security;

import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import org.millrace.manager.access.Accounts;
import org.millrace.manager.access.AuditTrail;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.web.AuthenticationEntryPoint;

/** What follows a login by form or by an identity provider. */
final class LoginAnswers {
  /** How long a session lasts without a request. */
  static final Duration IDLE = Duration.ofHours(8);

  private final AuthenticationEntryPoint ask;
  private final Accounts accounts;

  LoginAnswers(AuthenticationEntryPoint ask, Accounts accounts) {
    this.ask = ask;
    this.accounts = accounts;
  }

  void done(HttpServletRequest request, HttpServletResponse response, Authentication user)
      throws IOException {
    request.getSession().setMaxInactiveInterval(Math.toIntExact(IDLE.toSeconds()));
    String target = LoginTarget.of(request);
    LoginTarget.forget(request);
    response.sendRedirect(target);
  }

  /** A form is shown again, with a word why; a program gets the status. */
  void failed(
      HttpServletRequest request, HttpServletResponse response, AuthenticationException failure)
      throws IOException, ServletException {
    AuditTrail trail = AuditTrail.of(request);
    trail.refused();
    // Only a user's name: people type passwords there too.
    String name = request.getParameter("username");
    if (name != null && accounts.find(name).isPresent()) {
      trail.setSubject(name);
    }
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

  void unrecognised(
      HttpServletRequest request, HttpServletResponse response, AuthenticationException failure)
      throws IOException {
    AuditTrail.of(request).refused();
    response.sendRedirect(page(request, "failed=1"));
  }

  private static String page(HttpServletRequest request, String why) {
    String next = LoginTarget.encoded(LoginTarget.of(request));
    return LoginTarget.LOGIN + "?" + why + "&" + LoginTarget.PARAMETER + "=" + next;
  }
}
