package org.millrace.manager.api;

import java.util.regex.Pattern;

/** Checks paths of queues that callers give. */
final class QueuePaths {
  private static final int LONGEST = 400;
  private static final Pattern ANY = Pattern.compile("root(\\.[A-Za-z0-9_-]+)*");

  private QueuePaths() {}

  /** The path of a queue that jobs may be in, which the root is not. */
  static String leaf(String path) {
    return checked(path, path != null && !path.equals("root"));
  }

  static String any(String path) {
    return checked(path, true);
  }

  private static String checked(String path, boolean allowed) {
    if (!allowed || path == null || path.length() > LONGEST || !ANY.matcher(path).matches()) {
      throw ApiException.refused(
          "queue",
          "must be a path such as root.partners.acme, at most " + LONGEST + " characters long",
          String.valueOf(path),
          "");
    }
    return path;
  }
}
