package org.millrace.manager.security;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.millrace.manager.errors.Problem;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.security.authentication.AccountStatusException;
import org.springframework.security.authentication.AuthenticationServiceException;
import org.springframework.security.authentication.BadCredentialsException;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.web.AuthenticationEntryPoint;

/**
 * Answers who is not known: a browser that asks for a page is sent to the login, everything else
 * gets 401, or 429 when too many logins have failed.
 */
final class AskToLogIn implements AuthenticationEntryPoint {
  private static final String REALM = " realm=\"Millrace\"";

  private final ProblemWriter problems;

  AskToLogIn(ProblemWriter problems) {
    this.problems = problems;
  }

  @Override
  public void commence(
      HttpServletRequest request, HttpServletResponse response, AuthenticationException failure)
      throws IOException {
    if (failure instanceof TooManyAttemptsException tooMany) {
      wait(request, response, tooMany);
    } else if (failure instanceof AuthenticationServiceException) {
      notNow(request, response);
    } else if (Requests.forPage(request) && !HeaderOrSession.byHeader(request)) {
      response.sendRedirect(LoginTarget.login(request));
    } else {
      unknown(request, response, failure);
    }
  }

  private void wait(
      HttpServletRequest request, HttpServletResponse response, TooManyAttemptsException tooMany)
      throws IOException {
    response.setHeader(HttpHeaders.RETRY_AFTER, Long.toString(tooMany.seconds()));
    problems.write(
        response,
        HttpStatus.TOO_MANY_REQUESTS,
        new Problem(
            Requests.subject(request),
            "must wait, since too many logins have failed",
            tooMany.seconds() + " s",
            "try again then, with the right password"));
  }

  private void notNow(HttpServletRequest request, HttpServletResponse response) throws IOException {
    problems.write(
        response,
        HttpStatus.SERVICE_UNAVAILABLE,
        new Problem(
            Requests.subject(request),
            "needs somebody who can say whose token that is, and the identity provider does not",
            "",
            "try again; logs/millrace.log in the home says why"));
  }

  private void unknown(
      HttpServletRequest request, HttpServletResponse response, AuthenticationException failure)
      throws IOException {
    // A page whose session has ended asks by script: its browser must not ask for a password, but
    // go to the login.
    if (!Requests.fromPage(request)) {
      response.addHeader(HttpHeaders.WWW_AUTHENTICATE, "Basic" + REALM);
    }
    boolean wrongToken = failure instanceof WrongTokenException;
    response.addHeader(
        HttpHeaders.WWW_AUTHENTICATE,
        "Bearer" + REALM + (wrongToken ? ", error=\"invalid_token\"" : ""));
    if (request.getHeader("HX-Request") != null) {
      response.setHeader("HX-Redirect", LoginTarget.LOGIN);
    }
    problems.write(response, HttpStatus.UNAUTHORIZED, problem(request, failure));
  }

  private static Problem problem(HttpServletRequest request, AuthenticationException failure) {
    if (failure instanceof WrongTokenException token) {
      return token.problem();
    }
    // Which of them is wrong, or whether the user is disabled, is nobody's business.
    boolean wrong =
        failure instanceof BadCredentialsException || failure instanceof AccountStatusException;
    return new Problem(
        Requests.subject(request),
        wrong
            ? "needs a user's name with the password that goes with it, and these do not"
            : "needs a user's name and password, or a token that is known and has not expired",
        "",
        "the password of admin is in the home's file admin-password");
  }
}
