package org.millrace.manager.security;

import java.util.HashSet;
import java.util.Set;
import org.millrace.manager.access.Account;
import org.springframework.security.core.authority.AuthorityUtils;
import org.springframework.security.core.userdetails.User;

/** A user of ours who has logged in, as it stood then. */
final class LocalUser extends User {
  private static final long serialVersionUID = 1;

  private final int passwordVersion;

  LocalUser(Account account, String passwordHash) {
    super(
        account.name(),
        passwordHash,
        !account.disabled(),
        true,
        true,
        true,
        AuthorityUtils.createAuthorityList(authorities(account, account.role().authorities())));
    this.passwordVersion = account.passwordVersion();
  }

  /** Whether what began with that password may go on. */
  boolean stillHolds(Account now) {
    return !now.disabled() && now.passwordVersion() == passwordVersion;
  }

  /** What the role, or a token, gives, and the groups. */
  static Set<String> authorities(Account account, Set<String> given) {
    Set<String> all = new HashSet<>(given);
    account.groups().forEach(group -> all.add(Users.GROUP + group));
    return all;
  }
}
