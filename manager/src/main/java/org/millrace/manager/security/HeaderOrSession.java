package org.millrace.manager.security;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Optional;
import org.millrace.manager.access.Accounts;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.DeferredSecurityContext;
import org.springframework.security.core.context.SecurityContext;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.web.context.HttpRequestResponseHolder;
import org.springframework.security.web.context.HttpSessionSecurityContextRepository;
import org.springframework.security.web.context.RequestAttributeSecurityContextRepository;
import org.springframework.security.web.context.SecurityContextRepository;

/**
 * A request with an {@code Authorization} header is known by that alone, and needs no token against
 * forgery; any other by its session. A session is held to what its user is now: one who was
 * removed, disabled or given a new password has none, and a new role holds at once.
 */
final class HeaderOrSession implements SecurityContextRepository {
  private final SecurityContextRepository header = new RequestAttributeSecurityContextRepository();
  private final SecurityContextRepository session = new HttpSessionSecurityContextRepository();
  private final Accounts accounts;

  HeaderOrSession(Accounts accounts) {
    this.accounts = accounts;
  }

  /** Whether a request says itself who sends it. */
  static boolean byHeader(HttpServletRequest request) {
    return request.getHeader("Authorization") != null;
  }

  @Override
  public DeferredSecurityContext loadDeferredContext(HttpServletRequest request) {
    if (byHeader(request)) {
      return header.loadDeferredContext(request);
    }
    return new AsOfNow(session.loadDeferredContext(request), request);
  }

  @Override
  @Deprecated
  public SecurityContext loadContext(HttpRequestResponseHolder holder) {
    return loadDeferredContext(holder.getRequest()).get();
  }

  @Override
  public void saveContext(
      SecurityContext context, HttpServletRequest request, HttpServletResponse response) {
    (byHeader(request) ? header : session).saveContext(context, request, response);
  }

  @Override
  public boolean containsContext(HttpServletRequest request) {
    return (byHeader(request) ? header : session).containsContext(request);
  }

  private final class AsOfNow implements DeferredSecurityContext {
    private final DeferredSecurityContext stored;
    private final HttpServletRequest request;
    private SecurityContext now;

    AsOfNow(DeferredSecurityContext stored, HttpServletRequest request) {
      this.stored = stored;
      this.request = request;
    }

    @Override
    public SecurityContext get() {
      if (now == null) {
        SecurityContext then = stored.get();
        now = then;
        Authentication login = then.getAuthentication();
        if (login != null && login.getPrincipal() instanceof LocalUser user) {
          now = SecurityContextHolder.createEmptyContext();
          renewed(user, login).ifPresentOrElse(now::setAuthentication, this::end);
        }
      }
      return now;
    }

    @Override
    public boolean isGenerated() {
      get();
      return stored.isGenerated();
    }

    private Optional<Authentication> renewed(LocalUser user, Authentication login) {
      return accounts
          .find(user.getUsername())
          .filter(user::stillHolds)
          .map(
              account -> {
                LocalUser current = new LocalUser(account, "");
                UsernamePasswordAuthenticationToken renewed =
                    UsernamePasswordAuthenticationToken.authenticated(
                        current, null, current.getAuthorities());
                renewed.setDetails(login.getDetails());
                return renewed;
              });
    }

    private void end() {
      Optional.ofNullable(request.getSession(false)).ifPresent(each -> each.invalidate());
    }
  }
}
