package org.millrace.manager.console;

import jakarta.servlet.http.HttpServletRequest;
import java.security.Principal;
import java.util.Set;
import java.util.stream.Collectors;
import org.millrace.engine.control.RefusalException;
import org.millrace.engine.control.User;
import org.millrace.manager.security.Users;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.GrantedAuthority;
import org.springframework.security.web.csrf.CsrfToken;

/**
 * Who looks at a page. What somebody may not do is not offered; that it is refused is the API's
 * affair.
 *
 * @param operates may change something at all
 * @param csrf goes with every change; null where changes need none
 */
public record Viewer(User user, boolean operates, String csrf) {
  private static final Set<String> OPERATORS = Set.of("ROLE_OPERATOR", "ROLE_ADMIN");

  static final Viewer NOBODY = new Viewer(new User("", Set.of(), false), false, null);

  static Viewer of(HttpServletRequest request) {
    Principal principal = request.getUserPrincipal();
    CsrfToken token = (CsrfToken) request.getAttribute(CsrfToken.class.getName());
    String csrf = token == null ? null : token.getToken();
    if (principal == null) {
      return new Viewer(NOBODY.user, false, csrf);
    }
    Set<String> authorities =
        principal instanceof Authentication login
            ? login.getAuthorities().stream()
                .map(GrantedAuthority::getAuthority)
                .collect(Collectors.toSet())
            : Set.of();
    return new Viewer(
        Users.of(principal), authorities.stream().anyMatch(OPERATORS::contains), csrf);
  }

  public String name() {
    return user.name();
  }

  /** Whether they operate, and this check of theirs refuses nothing. */
  boolean may(Runnable check) {
    if (!operates) {
      return false;
    }
    try {
      check.run();
      return true;
    } catch (RefusalException e) {
      return false;
    }
  }
}
