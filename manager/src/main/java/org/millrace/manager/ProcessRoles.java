package org.millrace.manager;

import java.util.Optional;
import java.util.Set;
import org.millrace.engine.node.Role;

/**
 * What this process does.
 *
 * @param name of its node, when it was given one
 */
public record ProcessRoles(Set<Role> roles, Optional<String> name) {

  public boolean manages() {
    return roles.contains(Role.MANAGER);
  }
}
