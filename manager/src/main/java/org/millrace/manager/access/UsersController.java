package org.millrace.manager.access;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.net.URI;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.millrace.manager.api.ApiException;
import org.millrace.manager.api.EntityTag;
import org.millrace.manager.errors.Problem;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.security.crypto.password.PasswordEncoder;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.util.UriComponentsBuilder;

/** Lists, adds, changes and removes users; for administrators alone. */
@RestController
final class UsersController {
  private final Accounts accounts;
  private final PasswordEncoder passwords;
  private final ApplicationEventPublisher events;

  UsersController(Accounts accounts, PasswordEncoder passwords, ApplicationEventPublisher events) {
    this.events = events;
    this.accounts = accounts;
    this.passwords = passwords;
  }

  record UserViews(List<UserView> users) {}

  /**
   * @param builtIn true for {@code admin}, whose password is in the home
   * @param createdAt null for {@code admin}
   * @param password only in the answer that made it, and nowhere else
   */
  record UserView(
      String name,
      String role,
      Set<String> groups,
      boolean disabled,
      boolean builtIn,
      Instant createdAt,
      String password) {
    static UserView of(Account account, String password) {
      return new UserView(
          account.name(),
          account.role().text(),
          new TreeSet<>(account.groups()),
          account.disabled(),
          account.builtIn(),
          account.createdAt(),
          password);
    }
  }

  /**
   * @param role viewer, operator or admin
   * @param password 12 characters to 72 bytes; one is made where it is left out
   */
  record NewUser(String name, String role, List<String> groups, String password) {}

  /**
   * What is left out stays.
   *
   * @param newPassword true makes a password, which the answer has
   */
  record UserChange(
      String role, List<String> groups, Boolean disabled, String password, Boolean newPassword) {}

  @GetMapping("/api/v1/users")
  UserViews users() {
    return new UserViews(
        accounts.all().stream().map(account -> UserView.of(account, null)).toList());
  }

  @GetMapping("/api/v1/users/{name}")
  UserView user(@PathVariable String name, HttpServletResponse response) {
    Account account = find(name);
    response.setHeader(HttpHeaders.ETAG, tag(account));
    return UserView.of(account, null);
  }

  /** 409 when there is such a user. */
  @PostMapping("/api/v1/users")
  ResponseEntity<UserView> add(@RequestBody NewUser user, UriComponentsBuilder root) {
    String name = UserRules.name(user.name());
    Role role = UserRules.role(user.role());
    Set<String> groups = UserRules.groups(user.groups() == null ? List.of() : user.groups());
    Optional<String> given = Optional.ofNullable(user.password()).map(UserRules::password);
    String password = given.orElseGet(Secrets::password);
    AuditTrail.subject(name);
    if (!accounts.add(name, role, groups, passwords.encode(password))) {
      throw conflict(name, "must be a name that no user has", "./millrace users lists them");
    }
    Account added = find(name);
    AuditTrail.after(UserView.of(added, null));
    URI at = root.build().toUri().resolve("/api/v1/users/" + name);
    return ResponseEntity.created(at).body(UserView.of(added, given.isPresent() ? null : password));
  }

  /**
   * Changes what is given. It holds for the user's next request; a new password also ends what the
   * old one began. 409 for admin, 412 when an {@code If-Match} names another tag than the user has.
   */
  @PostMapping("/api/v1/users/{name}")
  UserView change(
      @PathVariable String name,
      @RequestBody UserChange change,
      HttpServletRequest request,
      HttpServletResponse response) {
    check(changeable(name), request);
    Optional<String> given = Optional.ofNullable(change.password()).map(UserRules::password);
    Optional<String> made =
        given.isEmpty() && Boolean.TRUE.equals(change.newPassword())
            ? Optional.of(Secrets.password())
            : Optional.empty();
    Account before =
        accounts
            .change(
                name,
                now -> changed(now, change, request),
                given.or(() -> made).map(passwords::encode))
            .orElseThrow(() -> unknown(name));
    Account changed = find(name);
    events.publishEvent(new AccessChange(name));
    AuditTrail.before(UserView.of(before, null));
    AuditTrail.after(after(before, changed));
    response.setHeader(HttpHeaders.ETAG, tag(changed));
    return UserView.of(changed, made.orElse(null));
  }

  private static Account changed(Account now, UserChange change, HttpServletRequest request) {
    check(now, request);
    return now.with(
        change.role() == null ? now.role() : UserRules.role(change.role()),
        change.groups() == null ? now.groups() : UserRules.groups(change.groups()),
        change.disabled() == null ? now.disabled() : change.disabled());
  }

  /** With the user's tokens; jobs stay. 409 for admin. */
  @DeleteMapping("/api/v1/users/{name}")
  ResponseEntity<Void> remove(@PathVariable String name, HttpServletRequest request) {
    changeable(name);
    Account before =
        accounts.remove(name, now -> check(now, request)).orElseThrow(() -> unknown(name));
    events.publishEvent(new AccessChange(name));
    AuditTrail.before(UserView.of(before, null));
    return ResponseEntity.noContent().build();
  }

  /** That the password is another shows in nothing else. */
  private static Map<String, Object> after(Account before, Account changed) {
    Map<String, Object> after = new LinkedHashMap<>();
    after.put("role", changed.role().text());
    after.put("groups", new TreeSet<>(changed.groups()));
    after.put("disabled", changed.disabled());
    if (changed.passwordVersion() != before.passwordVersion()) {
      after.put("password", "another");
    }
    return after;
  }

  /** Another whenever somebody has changed what the user may do. */
  private static String tag(Account account) {
    return '"' + Integer.toHexString(stands(account).hashCode()) + '"';
  }

  private static String stands(Account account) {
    return account.role().text()
        + (account.disabled() ? ", disabled" : "")
        + ", groups "
        + new TreeSet<>(account.groups());
  }

  private static void check(Account account, HttpServletRequest request) {
    EntityTag.check(request, "user " + account.name(), tag(account), stands(account));
  }

  private Account changeable(String name) {
    Account account = find(name);
    if (account.builtIn()) {
      throw conflict(
          name,
          "must be another than the home's own user",
          "for a new password delete the home's file admin-password and start again");
    }
    return account;
  }

  private Account find(String name) {
    return accounts.find(name).orElseThrow(() -> unknown(name));
  }

  private static ApiException unknown(String name) {
    return ApiException.notFound(
        "user", "must be the name of a user", name, "./millrace users lists them");
  }

  private static ApiException conflict(String name, String rule, String remedy) {
    return new ApiException(HttpStatus.CONFLICT, new Problem("user", rule, name, remedy));
  }
}
