package org.millrace.manager.console;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.millrace.manager.access.Account;
import org.millrace.manager.access.Accounts;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** Who one is, and another password. */
@RestController
final class AccountPage {
  private final Pages pages;
  private final Accounts accounts;

  AccountPage(Pages pages, Accounts accounts) {
    this.pages = pages;
    this.accounts = accounts;
  }

  @GetMapping("/account")
  ResponseEntity<String> account(HttpServletRequest request) {
    Viewer viewer = Viewer.of(request);
    Optional<Account> account = accounts.find(viewer.name());
    return pages.page(
        request,
        "account",
        Map.of(
            "role",
            account.map(each -> each.role().text()).orElse("as the identity provider says"),
            "groups",
            String.join(", ", new TreeSet<>(viewer.user().groups())),
            "builtIn",
            account.map(Account::builtIn).orElse(false),
            "kept",
            account.isPresent() && !account.get().builtIn()));
  }
}
