package org.millrace.scheduling.tree;

import java.util.Optional;
import java.util.regex.Pattern;

/** Names of queues: {@code root}, {@code root.partners}, {@code root.partners.acme}. */
public final class QueuePath {
  public static final String ROOT = "root";

  private static final Pattern VALID = Pattern.compile("root(\\.[^.\\s]+)*");

  private QueuePath() {}

  /** Whether it begins with {@code root} and no part is empty or has white space. */
  public static boolean isValid(String path) {
    return VALID.matcher(path).matches();
  }

  /** Whether the path is of a queue somewhere below the other. */
  public static boolean isBelow(String path, String other) {
    return path.startsWith(other + ".");
  }

  /** Empty for {@code root}. */
  public static Optional<String> parent(String path) {
    int dot = path.lastIndexOf('.');
    return dot < 0 ? Optional.empty() : Optional.of(path.substring(0, dot));
  }
}
