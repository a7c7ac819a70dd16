package org.millrace.manager.access;

import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.millrace.engine.control.User;
import org.millrace.manager.api.ApiException;
import org.millrace.manager.errors.DidYouMean;

/** What names, groups, roles and passwords may be. Every method throws 422 for what may not. */
public final class UserRules {
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._@+-]{0,99}");
  private static final Pattern GROUP = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._@/+-]{0,99}");
  private static final int MOST_GROUPS_LENGTH = 2_000;
  private static final int SHORTEST = 12;
  // What bcrypt reads of a password; the rest would count for nothing.
  private static final int LONGEST_BYTES = 72;

  private UserRules() {}

  /** Whether it may be a user's name at all. */
  public static boolean isName(String name) {
    return NAME.matcher(name).matches();
  }

  /** Whether a user may be of such a group: all sources are of theirs, and nobody else. */
  public static boolean isGroup(String group) {
    return GROUP.matcher(group).matches() && !group.equals(User.SOURCES);
  }

  static String name(String name) {
    if (name == null || !isName(name)) {
      throw ApiException.refused(
          "name",
          "must have up to 100 letters, digits, dots, -, _, + and @",
          name == null ? "" : name,
          "for example ann or ann@example.com");
    }
    return name;
  }

  static Role role(String role) {
    List<String> known = List.of("viewer", "operator", "admin");
    if (role == null || !known.contains(role)) {
      String value = role == null ? "" : role;
      throw ApiException.refused(
          "role", "must be viewer, operator or admin", value, DidYouMean.remedy(value, known));
    }
    return Role.of(role);
  }

  static Scope scope(String scope) {
    List<String> known = List.of("metrics", "read", "submit", "operate", "admin");
    if (scope == null || !known.contains(scope)) {
      String value = scope == null ? "" : scope;
      throw ApiException.refused(
          "scope",
          "must be metrics, read, submit, operate or admin",
          value,
          DidYouMean.remedy(value, known));
    }
    return Scope.of(scope);
  }

  static Set<String> groups(Collection<String> groups) {
    TreeSet<String> all = new TreeSet<>();
    for (String group : groups) {
      if (group == null || !isGroup(group)) {
        throw ApiException.refused(
            "groups",
            "must be names of up to 100 letters, digits, dots, -, _, +, / and @, and not sources",
            String.valueOf(group),
            "for example ops");
      }
      all.add(group);
    }
    if (String.join(",", all).length() > MOST_GROUPS_LENGTH) {
      throw ApiException.refused(
          "groups", "must be shorter together", all.size() + " groups", "use fewer");
    }
    return all;
  }

  /** The value is never said: it may be nearly right. */
  public static String password(String password) {
    if (password.length() < SHORTEST
        || password.getBytes(StandardCharsets.UTF_8).length > LONGEST_BYTES) {
      throw ApiException.refused(
          "password",
          "must have from " + SHORTEST + " characters to " + LONGEST_BYTES + " bytes",
          password.length() + " characters",
          "leave it out to have one made");
    }
    return password;
  }
}
