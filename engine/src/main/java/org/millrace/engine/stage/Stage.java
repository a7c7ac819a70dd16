package org.millrace.engine.stage;

import org.apache.camel.Exchange;

/** One running stage: its name, the route behind it and what its URI asks for. */
public final class Stage {
  private final String name;
  private final String routeId;
  private final StageConfiguration configuration;
  private final StageConsumer consumer;

  Stage(String name, String routeId, StageConfiguration configuration, StageConsumer consumer) {
    this.name = name;
    this.routeId = routeId;
    this.configuration = configuration;
    this.consumer = consumer;
  }

  public String name() {
    return name;
  }

  public String routeId() {
    return routeId;
  }

  StageConfiguration configuration() {
    return configuration;
  }

  boolean sameConsumer(Stage other) {
    return consumer == other.consumer;
  }

  /** A new exchange for a task of this stage. */
  public Exchange newExchange() {
    return consumer.createExchange(false);
  }

  /** Runs it on the caller's thread; afterwards the exchange tells whether it failed. */
  public void run(Exchange exchange) {
    consumer.run(exchange);
  }
}
