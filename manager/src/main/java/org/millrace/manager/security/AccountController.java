package org.millrace.manager.security;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.millrace.manager.access.AccessChange;
import org.millrace.manager.access.Account;
import org.millrace.manager.access.Accounts;
import org.millrace.manager.access.AuditTrail;
import org.millrace.manager.access.UserRules;
import org.millrace.manager.api.ApiException;
import org.millrace.manager.errors.Problem;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.core.context.SecurityContext;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.crypto.password.PasswordEncoder;
import org.springframework.security.web.authentication.WebAuthenticationDetails;
import org.springframework.security.web.context.HttpSessionSecurityContextRepository;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/** What a user is told of itself and may change of itself, whatever its role. */
@RestController
final class AccountController {
  private final Accounts accounts;
  private final PasswordEncoder passwords;
  private final PasswordLogin login;

  private final ApplicationEventPublisher events;

  AccountController(
      Accounts accounts,
      PasswordEncoder passwords,
      PasswordLogin login,
      ApplicationEventPublisher events) {
    this.events = events;
    this.accounts = accounts;
    this.passwords = passwords;
    this.login = login;
  }

  /**
   * @param role null for somebody whom an identity provider knows and we do not
   * @param changesPassword whether this user has a password that it may change
   */
  record AccountView(String name, String role, Set<String> groups, boolean changesPassword) {}

  /**
   * @param old the password that holds now
   * @param password the one that shall hold: 12 characters to 72 bytes
   */
  record PasswordChange(String old, String password) {}

  @GetMapping("/api/v1/account")
  AccountView account(Authentication user) {
    Optional<Account> account = accounts.find(user.getName());
    return new AccountView(
        user.getName(),
        account.map(each -> each.role().text()).orElse(null),
        new TreeSet<>(Users.of(user).groups()),
        account.isPresent() && !account.get().builtIn() && !Users.byToken(user));
  }

  /**
   * Gives the user that asks another password. Its other sessions end, its tokens stay. 403 by a
   * token, 409 for who has no password here, 422 when the old one is wrong, 429 after too many
   * wrong ones.
   */
  @PostMapping("/api/v1/account/password")
  AccountView password(
      @RequestBody PasswordChange change,
      Authentication user,
      HttpServletRequest request,
      HttpServletResponse response) {
    String name = user.getName();
    AuditTrail.subject(name);
    String stored = changeable(user);
    String password = UserRules.password(change.password() == null ? "" : change.password());
    checkOld(name, change.old(), request, response);
    if (password.equals(change.old())) {
      throw refused("password", "must be another than the old one", "choose another");
    }
    if (!accounts.changePassword(name, stored, passwords.encode(password))) {
      throw conflict(name, "was given another password at the same moment", "log in with that");
    }
    events.publishEvent(new AccessChange(name));
    if (!HeaderOrSession.byHeader(request)) {
      goOn(accounts.find(name).orElseThrow(), user, request, response);
    }
    return account(user);
  }

  /** The stored hash of a password that its user may change. */
  private String changeable(Authentication user) {
    if (Users.byToken(user)) {
      throw new ApiException(
          HttpStatus.FORBIDDEN,
          new Problem(
              "password", "cannot be changed with a token", user.getName(), "log in for that"));
    }
    return accounts
        .passwordHash(user.getName())
        .orElseThrow(
            () ->
                conflict(
                    user.getName(),
                    "must be one whose password is kept here",
                    user.getName().equals(Account.ADMIN.name())
                        ? "for a new one delete the home's file admin-password and start again"
                        : "change it at the identity provider"));
  }

  /** As at a login, so that nobody guesses it here either. */
  private void checkOld(
      String name, String old, HttpServletRequest request, HttpServletResponse response) {
    UsernamePasswordAuthenticationToken asked =
        UsernamePasswordAuthenticationToken.unauthenticated(name, old == null ? "" : old);
    asked.setDetails(new WebAuthenticationDetails(request));
    try {
      login.provider().authenticate(asked);
    } catch (TooManyAttemptsException e) {
      response.setHeader(HttpHeaders.RETRY_AFTER, Long.toString(e.seconds()));
      throw new ApiException(
          HttpStatus.TOO_MANY_REQUESTS,
          new Problem(
              "old",
              "must wait, since too many wrong passwords were given",
              e.seconds() + " s",
              "try again then, with the right password"));
    } catch (AuthenticationException e) {
      throw refused("old", "must be the password that holds now", "type it again");
    }
  }

  /** This session alone goes on, under another id. */
  private static void goOn(
      Account account,
      Authentication user,
      HttpServletRequest request,
      HttpServletResponse response) {
    request.changeSessionId();
    LocalUser current = new LocalUser(account, "");
    UsernamePasswordAuthenticationToken renewed =
        UsernamePasswordAuthenticationToken.authenticated(current, null, current.getAuthorities());
    renewed.setDetails(user.getDetails());
    SecurityContext context = SecurityContextHolder.createEmptyContext();
    context.setAuthentication(renewed);
    new HttpSessionSecurityContextRepository().saveContext(context, request, response);
  }

  /** The value is never said: it may be nearly right. */
  private static ApiException refused(String subject, String rule, String remedy) {
    return ApiException.refused(subject, rule, "(not shown)", remedy);
  }

  private static ApiException conflict(String name, String rule, String remedy) {
    return new ApiException(HttpStatus.CONFLICT, new Problem("user", rule, name, remedy));
  }
}
