package org.millrace.engine.stage;

import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.support.DefaultConsumer;

/** A stage that has started; containers hand it one task after the other. */
class StageConsumer extends DefaultConsumer {
  private final StageEndpoint endpoint;

  StageConsumer(StageEndpoint endpoint, Processor processor) {
    super(endpoint, processor);
    this.endpoint = endpoint;
  }

  @Override
  protected void doStart() throws Exception {
    super.doStart();
    endpoint.stages().add(stage());
  }

  @Override
  protected void doStop() throws Exception {
    endpoint.stages().remove(stage());
    super.doStop();
  }

  private Stage stage() {
    return new Stage(endpoint.getName(), getRouteId(), endpoint.getConfiguration(), this);
  }

  /** Runs an exchange through the route on the caller's thread and returns when it is through. */
  void run(Exchange exchange) {
    try {
      getProcessor().process(exchange);
    } catch (Exception e) {
      exchange.setException(e);
    }
  }
}
