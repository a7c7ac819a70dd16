package org.millrace.engine.control;

import java.util.HashSet;
import java.util.Set;

/**
 * Who asks for something.
 *
 * @param groups names of groups; the lists of queues know one as {@code group:NAME}
 * @param administrator may do everything
 */
public record User(String name, Set<String> groups, boolean administrator) {
  /** The group of all sources: who submits what is found in a watched bucket. */
  public static final String SOURCES = "sources";

  private static final String GROUP = "group:";

  /**
   * @throws IllegalArgumentException the name could be taken for a group's
   */
  public User {
    if (name.startsWith(GROUP)) {
      throw new IllegalArgumentException(
          "user: name must not begin with %s, was \"%s\"".formatted(GROUP, name));
    }
    groups = Set.copyOf(groups);
  }

  /** A source, under its own name. */
  public static User source(String name) {
    return new User(name, Set.of(SOURCES), false);
  }

  /** The names under which the lists of queues may know this user. */
  public Set<String> names() {
    Set<String> names = new HashSet<>();
    names.add(name);
    groups.forEach(group -> names.add(GROUP + group));
    return names;
  }
}
