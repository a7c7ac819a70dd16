package org.millrace.manager.security;

import java.time.Duration;
import org.springframework.security.core.AuthenticationException;

/** Too many logins have failed: this one was not tried. */
final class TooManyAttemptsException extends AuthenticationException {
  private static final long serialVersionUID = 1;

  private final Duration wait;

  TooManyAttemptsException(Duration wait) {
    super("too many logins have failed");
    this.wait = wait;
  }

  /** Whole seconds until the next may be tried, at least one. */
  long seconds() {
    return Math.max(1, wait.plusMillis(999).toSeconds());
  }
}
