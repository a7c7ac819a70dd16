package org.millrace.engine.transport;

/** A transport's store could not be reached, or went away in the middle of a commit. */
public final class StoreLostException extends RuntimeException {
  public StoreLostException(Throwable cause) {
    super("the transport's store is out of reach: " + cause.getMessage(), cause);
  }
}
