package org.millrace.manager.security;

import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.millrace.manager.access.ApiToken;
import org.millrace.manager.errors.Problem;
import org.springframework.security.core.AuthenticationException;

/** A token that lets nobody in, and why: who has its secret may know. */
final class WrongTokenException extends AuthenticationException {
  private static final long serialVersionUID = 1;

  private final transient Optional<ApiToken> token;

  /**
   * @param token empty when there is none with that secret
   */
  WrongTokenException(Optional<ApiToken> token) {
    super("wrong token");
    this.token = token;
  }

  Problem problem() {
    return token.map(WrongTokenException::known).orElseGet(WrongTokenException::unknown);
  }

  /** Its owner may also have been disabled or removed; that is nothing for whoever holds it. */
  private static Problem known(ApiToken token) {
    return new Problem(
        "token " + token.name(),
        "must not have expired, and its owner must be there",
        "until " + token.expiresAt().truncatedTo(ChronoUnit.SECONDS),
        "make another: ./millrace tokens add");
  }

  private static Problem unknown() {
    return new Problem(
        "token",
        "must be one that is known here, and not revoked",
        "(not shown)",
        "./millrace tokens lists them");
  }
}
