package org.millrace.engine.task;

/**
 * The input itself cannot be processed, so trying again does not help: the job fails with this
 * message, which names the subject, the rule, the value and the remedy.
 */
public class BadInputException extends RuntimeException {
  public BadInputException(String message) {
    super(message);
  }

  public BadInputException(String message, Throwable cause) {
    super(message, cause);
  }
}
