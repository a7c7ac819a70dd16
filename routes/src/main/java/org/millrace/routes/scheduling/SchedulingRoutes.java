package org.millrace.routes.scheduling;

import java.time.Duration;
import org.apache.camel.CamelContext;
import org.apache.camel.LoggingLevel;
import org.apache.camel.Processor;
import org.apache.camel.builder.RouteBuilder;
import org.millrace.routes.Nudge;

/**
 * Runs the scheduling processor at a short, steady period (failed tasks whose wait is over, leases
 * of dead workers, work from other processes) and at once when this process has settled or opened
 * something.
 */
public final class SchedulingRoutes extends RouteBuilder {
  private static final String CYCLE = "seda:millrace-schedule?size=1&pollTimeout=200";

  private final Processor scheduling;
  private final Duration period;
  private final Runnable after;

  /**
   * @param after told after every cycle
   */
  public SchedulingRoutes(Processor scheduling, Duration period, Runnable after) {
    this.scheduling = scheduling;
    this.period = period;
    this.after = after;
  }

  /** What asks for a cycle now. */
  public static Nudge nudge(CamelContext camel) {
    return new Nudge(camel, CYCLE);
  }

  @Override
  public void configure() {
    Runnable nudge = nudge(getContext());

    from("timer:millrace-schedule?delay=0&period=" + period.toMillis())
        .routeId("millrace-schedule-timer")
        .process(exchange -> nudge.run());

    from(CYCLE)
        .routeId("millrace-schedule")
        .onException(Exception.class)
        .handled(true)
        .log(LoggingLevel.ERROR, "Scheduling cycle failed, the next follows: ${exception}")
        .end()
        .process(scheduling)
        .process(exchange -> after.run());
  }
}
