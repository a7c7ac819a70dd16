package org.millrace.manager.access;

import java.time.Instant;
import java.util.Set;

/**
 * A user, without the password.
 *
 * @param groups that the lists of queues know as {@code group:NAME}
 * @param passwordVersion grows with every new password
 * @param createdAt null for {@code admin}
 */
public record Account(
    String name,
    Role role,
    Set<String> groups,
    boolean disabled,
    int passwordVersion,
    Instant createdAt) {
  /** The user whose password is in the home; cannot be changed or removed. */
  public static final Account ADMIN = new Account("admin", Role.ADMIN, Set.of(), false, 0, null);

  public Account {
    groups = Set.copyOf(groups);
  }

  public boolean builtIn() {
    return name.equals(ADMIN.name());
  }

  Account with(Role role, Set<String> groups, boolean disabled) {
    return new Account(name, role, groups, disabled, passwordVersion, createdAt);
  }
}
