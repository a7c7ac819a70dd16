package org.millrace.manager.access;

import java.net.URI;
import java.security.Principal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.millrace.manager.api.ApiException;
import org.millrace.manager.errors.Problem;
import org.millrace.manager.security.Users;
import org.millrace.manager.settings.Units;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.util.UriComponentsBuilder;

/** Lists, makes and revokes tokens: everybody their own, administrators all. */
@RestController
final class TokensController {
  private static final Duration USUAL = Duration.ofDays(90);
  private static final Duration LONGEST = Duration.ofDays(366);
  private static final int LONGEST_NAME = 100;

  private final ApiTokens tokens;
  private final Accounts accounts;

  private final ApplicationEventPublisher events;

  TokensController(ApiTokens tokens, Accounts accounts, ApplicationEventPublisher events) {
    this.events = events;
    this.tokens = tokens;
    this.accounts = accounts;
  }

  record TokenViews(List<TokenView> tokens) {}

  /**
   * @param lastUsedAt to the minute; null when it never was
   * @param token the secret, only in the answer that made it, and nowhere else
   */
  record TokenView(
      long id,
      String owner,
      String name,
      String scope,
      Instant createdAt,
      Instant expiresAt,
      Instant lastUsedAt,
      String token) {
    static TokenView of(ApiToken token, String secret) {
      return new TokenView(
          token.id(),
          token.owner(),
          token.name(),
          token.scope().text(),
          token.createdAt(),
          token.expiresAt(),
          token.lastUsedAt(),
          secret);
    }
  }

  /**
   * @param scope metrics, read, submit, operate or admin
   * @param expires after how long, up to 366d; 90d where it is left out
   * @param owner another user, which administrators may say
   */
  record NewToken(String name, String scope, String expires, String owner) {}

  @GetMapping("/api/v1/tokens")
  TokenViews tokens(Principal user) {
    List<ApiToken> seen = Users.of(user).administrator() ? tokens.all() : tokens.of(user.getName());
    return new TokenViews(seen.stream().map(token -> TokenView.of(token, null)).toList());
  }

  /** The answer has the token's secret, once. A token cannot make another. */
  @PostMapping("/api/v1/tokens")
  ResponseEntity<TokenView> add(
      @RequestBody NewToken asked, Principal user, UriComponentsBuilder root) {
    if (Users.byToken(user)) {
      throw forbidden("token", "must be made by a user, and not by a token", "log in by password");
    }
    String name = name(asked.name());
    Scope scope = UserRules.scope(asked.scope());
    Duration lasts = Optional.ofNullable(asked.expires()).map(this::duration).orElse(USUAL);
    Account owner = owner(asked.owner(), user);
    if (!scope.within(owner.role())) {
      throw ApiException.refused(
          "scope",
          "must be within the role of " + owner.name() + ", which is " + owner.role().text(),
          scope.text(),
          "choose a smaller scope");
    }
    ApiTokens.Made made = tokens.add(owner.name(), name, scope, lasts);
    AuditTrail.subject(Long.toString(made.token().id()));
    AuditTrail.after(TokenView.of(made.token(), null));
    URI at = root.build().toUri().resolve("/api/v1/tokens");
    return ResponseEntity.created(at).body(TokenView.of(made.token(), made.secret()));
  }

  /** It is refused from then on. 404 for one that is not there or is somebody else's. */
  @DeleteMapping("/api/v1/tokens/{id}")
  ResponseEntity<Void> revoke(@PathVariable long id, Principal user) {
    ApiToken token =
        tokens
            .find(id)
            .filter(each -> each.owner().equals(user.getName()) || Users.of(user).administrator())
            .orElseThrow(
                () ->
                    ApiException.notFound(
                        "token",
                        "must be the id of a token of yours",
                        Long.toString(id),
                        "./millrace tokens lists them"));
    tokens.revoke(token.id());
    events.publishEvent(new AccessChange(token.owner()));
    AuditTrail.before(TokenView.of(token, null));
    return ResponseEntity.noContent().build();
  }

  private Account owner(String asked, Principal user) {
    String name = asked == null || asked.isBlank() ? user.getName() : asked;
    if (!name.equals(user.getName()) && !Users.of(user).administrator()) {
      throw forbidden("owner", "must be you, unless you are an administrator", "leave it out");
    }
    return accounts
        .find(name)
        .orElseThrow(
            () ->
                ApiException.refused(
                    "owner",
                    "must be a user that is kept here",
                    name,
                    "who logs in by single sign-on uses its tokens"));
  }

  private static String name(String name) {
    if (name == null || name.isBlank() || name.length() > LONGEST_NAME) {
      throw ApiException.refused(
          "name",
          "must have from 1 to " + LONGEST_NAME + " characters",
          name == null ? "" : name,
          "say what the token is for, such as nightly-upload");
    }
    return name.strip();
  }

  private Duration duration(String text) {
    try {
      Duration lasts = Units.duration(text);
      if (lasts.compareTo(LONGEST) <= 0) {
        return lasts;
      }
    } catch (IllegalArgumentException | ArithmeticException e) {
      // Refused below, like one that is too long.
    }
    throw ApiException.refused(
        "expires", "must be a duration with a unit, up to 366d", text, "for example 90d");
  }

  private static ApiException forbidden(String subject, String rule, String remedy) {
    return new ApiException(HttpStatus.FORBIDDEN, new Problem(subject, rule, "", remedy));
  }
}
