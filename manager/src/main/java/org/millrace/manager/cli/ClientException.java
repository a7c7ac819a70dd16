package org.millrace.manager.cli;

/** Ends a command with a message for the user and an exit code. */
final class ClientException extends RuntimeException {
  private final int exitCode;

  private ClientException(int exitCode, String message) {
    super(message);
    this.exitCode = exitCode;
  }

  static ClientException failed(String message) {
    return new ClientException(Exit.FAILED, message);
  }

  static ClientException refused(String message) {
    return new ClientException(Exit.REFUSED, message);
  }

  int exitCode() {
    return exitCode;
  }
}
