package org.millrace.manager.wiring;

import java.util.Optional;
import org.apache.camel.CamelContext;
import org.millrace.routes.intake.broker.BrokerIntake;
import org.millrace.routes.intake.sqs.SqsIntake;

/** What reads queues and addresses, as far as this system has the servers for them. */
record Streams(Optional<SqsIntake> sqs, Optional<BrokerIntake> broker) implements AutoCloseable {
  static final Streams NONE = new Streams(Optional.empty(), Optional.empty());

  void start(CamelContext camel) throws Exception {
    if (sqs.isPresent()) {
      camel.addRoutes(sqs.get());
    }
    if (broker.isPresent()) {
      camel.addRoutes(broker.get());
    }
  }

  /** What is in hand is taken or left whole. */
  @Override
  public void close() {
    sqs.ifPresent(SqsIntake::close);
    broker.ifPresent(BrokerIntake::close);
  }
}
