package org.millrace.processors.scheduling;

import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.millrace.engine.node.Dispatcher;

/**
 * Decides which stage gets worker capacity: one scheduling cycle an exchange, whatever its body. To
 * be called by one thread at a time.
 */
public final class SchedulingProcessor implements Processor {
  private final Dispatcher dispatcher;

  public SchedulingProcessor(Dispatcher dispatcher) {
    this.dispatcher = dispatcher;
  }

  @Override
  public void process(Exchange exchange) throws Exception {
    dispatcher.dispatch();
  }
}
