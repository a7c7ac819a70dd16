package org.millrace.manager.access;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** What a user may do. Each role may what those before it may. */
public enum Role {
  /** Sees everything and changes nothing. */
  VIEWER,
  /** May submit and steer where the lists of queues allow it. */
  OPERATOR,
  /** May everything. */
  ADMIN;

  /** Authority to bring work in; nothing else may a token of scope submit change. */
  public static final String MAY_SUBMIT = "MAY_SUBMIT";

  private static final String PREFIX = "ROLE_";

  /** Names of authorities: {@code ROLE_x} of this role and those below it. */
  public Set<String> authorities() {
    List<String> names = new ArrayList<>();
    Arrays.stream(values())
        .filter(each -> each.compareTo(this) <= 0)
        .forEach(each -> names.add(PREFIX + each.name()));
    if (compareTo(OPERATOR) >= 0) {
      names.add(MAY_SUBMIT);
    }
    return Set.copyOf(names);
  }

  /** As people write it: {@code operator}. */
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * @throws IllegalArgumentException there is no such role
   */
  public static Role of(String text) {
    return valueOf(text.toUpperCase(Locale.ROOT));
  }
}
