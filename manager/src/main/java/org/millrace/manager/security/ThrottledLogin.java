package org.millrace.manager.security;

import org.springframework.security.authentication.AuthenticationProvider;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.Authentication;
import org.springframework.security.web.authentication.WebAuthenticationDetails;

/** Checks names and passwords, form and basic alike, no faster than the throttle lets it. */
final class ThrottledLogin implements AuthenticationProvider {
  private final AuthenticationProvider login;
  private final LoginThrottle throttle;

  ThrottledLogin(AuthenticationProvider login, LoginThrottle throttle) {
    this.login = login;
    this.throttle = throttle;
  }

  @Override
  public Authentication authenticate(Authentication asked) {
    String address =
        asked.getDetails() instanceof WebAuthenticationDetails details
            ? details.getRemoteAddress()
            : "";
    return throttle.attempt(address, asked.getName(), () -> login.authenticate(asked));
  }

  @Override
  public boolean supports(Class<?> authentication) {
    return UsernamePasswordAuthenticationToken.class.isAssignableFrom(authentication);
  }
}
