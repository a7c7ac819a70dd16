package org.millrace.routes.completion;

import java.time.Duration;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.apache.camel.CamelContext;
import org.apache.camel.LoggingLevel;
import org.apache.camel.builder.RouteBuilder;
import org.millrace.engine.ledger.Completion;
import org.millrace.engine.ledger.Job;
import org.millrace.routes.Nudge;

/**
 * Ends jobs that have nothing left to do: publishes, completes, then deals with the input and what
 * lies between. Looks by itself now and then, and at once when nudged.
 */
public final class CompletionRoutes extends RouteBuilder {
  private static final String END = "seda:millrace-complete?size=1&pollTimeout=200";

  private final Completion completion;
  private final ArchiveInput archive;
  private final Duration period;
  private final BooleanSupplier leads;
  private final Runnable completed;
  private final Consumer<List<Job>> ended;

  /**
   * @param leads whether this process is the one that ends jobs
   * @param completed told when jobs have ended, for there may be room for others
   * @param ended told of each job that has ended, however it did
   */
  public CompletionRoutes(
      Completion completion,
      ArchiveInput archive,
      Duration period,
      BooleanSupplier leads,
      Runnable completed,
      Consumer<List<Job>> ended) {
    this.completion = completion;
    this.archive = archive;
    this.period = period;
    this.leads = leads;
    this.completed = completed;
    this.ended = ended;
  }

  /** What asks to look for jobs to end now. */
  public static Nudge nudge(CamelContext camel) {
    return new Nudge(camel, END);
  }

  @Override
  public void configure() {
    Runnable nudge = nudge(getContext());

    from("timer:millrace-complete?delay=0&period=" + period.toMillis())
        .routeId("millrace-complete-timer")
        .process(exchange -> nudge.run());

    from(END)
        .routeId("millrace-complete")
        .onException(Exception.class)
        .handled(true)
        .log(LoggingLevel.ERROR, "Ending a job failed, it is tried again: ${exception}")
        .end()
        .filter(exchange -> leads.getAsBoolean())
        .process(new EndJobs(completion, archive, completed, ended));
  }
}
