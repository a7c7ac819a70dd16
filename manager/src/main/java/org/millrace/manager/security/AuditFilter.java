package org.millrace.manager.security;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.millrace.manager.access.Audit;
import org.millrace.manager.access.AuditEntry;
import org.millrace.manager.access.AuditTrail;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Has every request that may change something written down with what became of it, whoever refused
 * or handled it; the one place where that happens.
 */
final class AuditFilter extends OncePerRequestFilter {
  private static final int FIRST_ERROR = 400;
  private static final int FIRST_FAULT = 500;
  private static final String SINGLE_SIGN_ON = "/login/oauth2/code/";

  private final Audit audit;

  AuditFilter(Audit audit) {
    this.audit = audit;
  }

  @Override
  protected boolean shouldNotFilter(HttpServletRequest request) {
    return Requests.onlyReads(request)
        || !Requests.changes(request) && !request.getRequestURI().startsWith(SINGLE_SIGN_ON);
  }

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    // A logout ends with nobody logged in.
    Authentication before = user();
    boolean answered = false;
    try {
      chain.doFilter(request, response);
      answered = true;
    } finally {
      Authentication after = user();
      int status = answered ? response.getStatus() : HttpServletResponse.SC_INTERNAL_SERVER_ERROR;
      write(request, after == null ? before : after, status);
    }
  }

  private void write(HttpServletRequest request, Authentication user, int status) {
    AuditTrail trail = AuditTrail.of(request);
    AuditedAction action = AuditedAction.of(request.getMethod(), request.getRequestURI());
    audit.record(
        new AuditEntry(
            0,
            audit.now(),
            user == null ? "" : user.getName(),
            how(request, user),
            request.getRemoteAddr(),
            action.name(),
            trail.subjectOr(action.subject()),
            trail.beforeJson(),
            trail.afterJson(),
            outcome(trail, status),
            status,
            1));
  }

  private static String how(HttpServletRequest request, Authentication user) {
    if (!HeaderOrSession.byHeader(request)) {
      return user == null ? "none" : "session";
    }
    String scheme = request.getHeader("Authorization");
    if (scheme.regionMatches(true, 0, "Basic", 0, "Basic".length())) {
      return "basic";
    }
    return TokenFilter.ours(request).isPresent() || user == null ? "token" : "oidc";
  }

  private static String outcome(AuditTrail trail, int status) {
    if (status >= FIRST_FAULT) {
      return "failed";
    }
    return status >= FIRST_ERROR || trail.isRefused() ? "refused" : "done";
  }

  private static Authentication user() {
    return SecurityContextHolder.getContext().getAuthentication();
  }
}
