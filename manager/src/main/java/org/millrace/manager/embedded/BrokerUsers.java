package org.millrace.manager.embedded;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.util.Map;
import java.util.Set;
import org.apache.activemq.artemis.core.security.CheckType;
import org.apache.activemq.artemis.core.security.Role;
import org.apache.activemq.artemis.spi.core.security.ActiveMQSecurityManager;

/**
 * Who may do what at the embedded broker: users with a password everything, anybody else on this
 * machine only what an address lets {@link #ANYBODY} do. A known user with a wrong password is
 * refused, and so is an unknown one. Thread-safe.
 */
final class BrokerUsers implements ActiveMQSecurityManager {
  /** Role of those who give no name. */
  static final String ANYBODY = "anybody";

  /** Role of those with a password. */
  static final String OWNER = "owner";

  private final Map<String, String> passwords;

  BrokerUsers(Map<String, String> passwords) {
    this.passwords = Map.copyOf(passwords);
  }

  @Override
  public boolean validateUser(String user, String password) {
    return isAnybody(user) || isOwner(user, password);
  }

  @Override
  public boolean validateUserAndRole(
      String user, String password, Set<Role> roles, CheckType check) {
    String role = isOwner(user, password) ? OWNER : isAnybody(user) ? ANYBODY : null;
    return roles.stream().anyMatch(each -> each.getName().equals(role) && check.hasRole(each));
  }

  private static boolean isAnybody(String user) {
    return user == null || user.isEmpty();
  }

  private boolean isOwner(String user, String password) {
    String right = user == null ? null : passwords.get(user);
    return right != null
        && password != null
        && MessageDigest.isEqual(right.getBytes(UTF_8), password.getBytes(UTF_8));
  }
}
