package org.millrace.manager.errors;

/** What was asked for is right, but cannot be done as things are: nothing was done. */
public final class ConflictException extends RefusedException {
  public ConflictException(Problem problem) {
    super(problem);
  }
}
