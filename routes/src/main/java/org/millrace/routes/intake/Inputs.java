package org.millrace.routes.intake;

/** Which keys of a watched bucket are inputs by their names. */
final class Inputs {

  private Inputs() {}

  /** Not hidden names at any depth, not unfinished ones, not the marks of empty folders. */
  static boolean isInput(String key) {
    return !key.endsWith("/")
        && !key.endsWith(".part")
        && !key.endsWith(".tmp")
        && !key.startsWith(".")
        && !key.contains("/.");
  }
}
