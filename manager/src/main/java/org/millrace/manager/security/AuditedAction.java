package org.millrace.manager.security;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/**
 * What a request asks for, in the words of the audit log. Read from the address alone, so that what
 * is refused before anybody looks at it has the same name.
 *
 * @param name such as {@code jobs.cancel}
 * @param subject such as the job's id; may be empty
 */
record AuditedAction(String name, String subject) {
  private static final String API = "/api/v1/";
  private static final Set<String> NAMED =
      Set.of("users", "tokens", "jobs", "queues", "sources", "workers");

  /** {@code POST /api/v1/jobs/12/cancel}, or the console's {@code /jobs/12/cancel}. */
  static AuditedAction of(String method, String path) {
    String rest = path.startsWith(API) ? path.substring(API.length()) : path.substring(1);
    List<String> parts =
        Arrays.stream(rest.split("/"))
            .filter(part -> !part.isEmpty())
            .map(AuditedAction::decoded)
            .toList();
    if (parts.isEmpty()) {
      return new AuditedAction(verb(method, false), "");
    }
    String kind = parts.get(0);
    if (kind.equals("login") || kind.equals("logout")) {
      return new AuditedAction(kind, "");
    }
    boolean verbFollows = parts.size() > 1 && !NAMED.contains(kind) && isWord(parts.get(1));
    String subject = parts.size() > 1 && !verbFollows ? parts.get(1) : "";
    List<String> verbs = parts.subList(verbFollows || parts.size() == 1 ? 1 : 2, parts.size());
    String verb = verbs.isEmpty() ? verb(method, !subject.isEmpty()) : String.join(".", verbs);
    return new AuditedAction(kind + "." + verb, subject);
  }

  private static String verb(String method, boolean one) {
    return switch (method) {
      case "POST" -> one ? "change" : "create";
      case "DELETE" -> "remove";
      default -> "change";
    };
  }

  private static boolean isWord(String part) {
    return part.matches("[a-z-]+");
  }

  private static String decoded(String part) {
    try {
      return URLDecoder.decode(part.replace("+", "%2B"), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      return part;
    }
  }
}
