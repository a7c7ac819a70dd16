package org.millrace.routes.completion;

import java.time.Duration;
import java.util.function.BooleanSupplier;
import org.apache.camel.LoggingLevel;
import org.apache.camel.builder.RouteBuilder;
import org.millrace.engine.ledger.Retention;

/** Removes what is old, a bounded number at a time, so that no sweep is noticed by the work. */
public final class RetentionRoutes extends RouteBuilder {
  private static final int SWEEPS = 5;

  private final Retention retention;
  private final Duration period;
  private final BooleanSupplier leads;

  /**
   * @param leads whether this process is the one that removes
   */
  public RetentionRoutes(Retention retention, Duration period, BooleanSupplier leads) {
    this.retention = retention;
    this.period = period;
    this.leads = leads;
  }

  @Override
  public void configure() {
    long millis = period.toMillis();
    from("timer:millrace-retention?delay=" + millis + "&period=" + millis)
        .routeId("millrace-retention")
        .onException(Exception.class)
        .handled(true)
        .log(LoggingLevel.ERROR, "Removing what is old failed, it is tried again: ${exception}")
        .end()
        .filter(exchange -> leads.getAsBoolean())
        .process(exchange -> sweep());
  }

  private void sweep() {
    for (int i = 0; i < SWEEPS && retention.sweep() > 0; i++) {}
  }
}
