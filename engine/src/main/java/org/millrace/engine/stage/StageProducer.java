package org.millrace.engine.stage;

import org.apache.camel.Exchange;
import org.apache.camel.support.DefaultProducer;
import org.millrace.engine.task.TaskRun;

/** Adds the message to the settlement of the task that is running. */
class StageProducer extends DefaultProducer {
  private final StageEndpoint endpoint;

  StageProducer(StageEndpoint endpoint) {
    super(endpoint);
    this.endpoint = endpoint;
  }

  @Override
  public void process(Exchange exchange) {
    endpoint.stages().require(endpoint.getName());
    TaskRun.of(exchange).emit(endpoint.getName(), exchange);
  }
}
