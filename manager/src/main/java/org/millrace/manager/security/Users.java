package org.millrace.manager.security;

import java.security.Principal;
import java.util.Set;
import java.util.stream.Collectors;
import org.millrace.engine.control.User;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.GrantedAuthority;

/**
 * Who is logged in, as queues know users: authority {@code ROLE_ADMIN} makes an administrator,
 * {@code GROUP_x} a member of group x.
 */
public final class Users {
  /** What the authority of a group begins with. */
  public static final String GROUP = "GROUP_";

  private static final String ADMINISTRATOR = "ROLE_ADMIN";

  private Users() {}

  public static User of(Principal principal) {
    Set<String> authorities =
        principal instanceof Authentication login
            ? login.getAuthorities().stream()
                .map(GrantedAuthority::getAuthority)
                .collect(Collectors.toSet())
            : Set.of();
    return new User(
        principal.getName(),
        authorities.stream()
            .filter(each -> each.startsWith(GROUP))
            .map(each -> each.substring(GROUP.length()))
            .collect(Collectors.toSet()),
        authorities.contains(ADMINISTRATOR));
  }

  /** Whether it is a program with a token of its user's. */
  public static boolean byToken(Principal principal) {
    return principal instanceof TokenLogin;
  }
}
