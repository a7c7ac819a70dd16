package org.millrace.engine.transport;

class StandardSqsTransportTest extends SqsTransportContract {
  @Override
  boolean ordered() {
    return false;
  }
}
