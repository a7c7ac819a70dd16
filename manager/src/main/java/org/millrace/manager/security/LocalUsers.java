package org.millrace.manager.security;

import org.millrace.manager.access.Account;
import org.millrace.manager.access.Accounts;
import org.millrace.manager.home.AdminPassword;
import org.springframework.security.core.userdetails.UserDetails;
import org.springframework.security.core.userdetails.UserDetailsService;
import org.springframework.security.core.userdetails.UsernameNotFoundException;

/** The home's {@code admin}, and the users in the database. */
final class LocalUsers implements UserDetailsService {
  private final Accounts accounts;
  private final String adminHash;

  LocalUsers(Accounts accounts, AdminPassword password) {
    this.accounts = accounts;
    this.adminHash = StoredPasswords.ofRandom(password.value());
  }

  @Override
  public UserDetails loadUserByUsername(String name) {
    if (name.equals(Account.ADMIN.name())) {
      return new LocalUser(Account.ADMIN, adminHash);
    }
    return accounts
        .find(name)
        .flatMap(account -> accounts.passwordHash(name).map(hash -> new LocalUser(account, hash)))
        .orElseThrow(() -> new UsernameNotFoundException("no such user"));
  }
}
