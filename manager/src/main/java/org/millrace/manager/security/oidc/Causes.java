package org.millrace.manager.security.oidc;

import java.util.LinkedHashSet;
import java.util.Set;

/** What happened, in a line: the message of a failure and of what caused it. */
final class Causes {
  private Causes() {}

  static String of(Throwable failure) {
    Set<String> said = new LinkedHashSet<>();
    for (Throwable each = failure; each != null; each = each.getCause()) {
      String message = each.getMessage();
      said.add(message == null ? each.getClass().getSimpleName() : message.replaceAll("\\s+", " "));
    }
    return String.join(": ", said);
  }
}
