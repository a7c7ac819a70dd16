package org.millrace.manager.access;

import java.util.HashSet;
import java.util.Locale;
import java.util.Set;

/** What a token may do, as far as its owner may. */
public enum Scope {
  /** Scrape metrics and nothing else; they name every queue, so an administrator's. */
  METRICS(Role.ADMIN),
  /** See. */
  READ(Role.VIEWER),
  /** See, and bring work in. */
  SUBMIT(Role.OPERATOR),
  /** What an operator may. */
  OPERATE(Role.OPERATOR),
  /** Everything. */
  ADMIN(Role.ADMIN);

  /** Authority to scrape metrics. */
  public static final String MAY_SCRAPE = "SCOPE_metrics";

  private final Role needs;

  Scope(Role needs) {
    this.needs = needs;
  }

  /** Whether somebody of this role may have such a token. */
  public boolean within(Role role) {
    return role.compareTo(needs) >= 0;
  }

  /** What a token of this scope gives while its owner has this role; never more than the role. */
  public Set<String> authorities(Role owner) {
    if (this == METRICS) {
      return within(owner) ? Set.of(MAY_SCRAPE) : Set.of();
    }
    Set<String> names = new HashSet<>(granted());
    names.retainAll(owner.authorities());
    return names;
  }

  /** As people write it: {@code operate}. */
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * @throws IllegalArgumentException there is no such scope
   */
  public static Scope of(String text) {
    return valueOf(text.toUpperCase(Locale.ROOT));
  }

  private Set<String> granted() {
    if (this != SUBMIT) {
      return needs.authorities();
    }
    Set<String> names = new HashSet<>(Role.VIEWER.authorities());
    names.add(Role.MAY_SUBMIT);
    return names;
  }
}
