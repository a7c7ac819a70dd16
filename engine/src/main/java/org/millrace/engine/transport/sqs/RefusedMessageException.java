package org.millrace.engine.transport.sqs;

/** A message is none that this system sent to the queue in which it was found. */
final class RefusedMessageException extends Exception {
  RefusedMessageException(String why) {
    super(why);
  }
}
