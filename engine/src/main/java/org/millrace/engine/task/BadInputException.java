package org.millrace.engine.task;

/**
 * The input itself is wrong, so that trying again cannot help: the task is not retried and its job
 * fails with this message (subject, rule, value, remedy).
 */
public class BadInputException extends RuntimeException {
  public BadInputException(String message) {
    super(message);
  }

  public BadInputException(String message, Throwable cause) {
    super(message, cause);
  }
}
