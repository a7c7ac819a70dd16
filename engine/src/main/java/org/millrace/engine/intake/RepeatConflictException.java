package org.millrace.engine.intake;

/** An id was used again for something else. Nothing was taken. */
public final class RepeatConflictException extends RuntimeException {
  RepeatConflictException(String id) {
    super("delivery: id must belong to one content, was \"" + id + "\" with another before");
  }
}
