package org.millrace.manager.cli;

/** What a command's exit code says. */
final class Exit {
  static final int DONE = 0;
  static final int FAILED = 1;
  static final int REFUSED = 2;

  private Exit() {}
}
