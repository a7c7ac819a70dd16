package org.millrace.routes.intake;

import java.util.function.BooleanSupplier;
import org.apache.camel.LoggingLevel;
import org.apache.camel.builder.RouteBuilder;
import org.millrace.engine.intake.JdbcMessageIntake;

/**
 * Closes windows of messages whose time is over, also those that a process opened which is gone,
 * and forgets receipts that are old. Does so where the leader is.
 */
public final class MessageWindows extends RouteBuilder {
  private final JdbcMessageIntake intake;
  private final BooleanSupplier leads;
  private final Runnable closed;

  /**
   * @param leads whether this process is the one that closes
   * @param closed told when a window was closed, for its job may be at its end
   */
  public MessageWindows(JdbcMessageIntake intake, BooleanSupplier leads, Runnable closed) {
    this.intake = intake;
    this.leads = leads;
    this.closed = closed;
  }

  @Override
  public void configure() {
    onException(Exception.class)
        .handled(true)
        .log(LoggingLevel.ERROR, "Windows of messages are looked at again soon: ${exception}");

    from("timer:millrace-windows?delay=0&period=250")
        .routeId("millrace-windows")
        .filter(exchange -> leads.getAsBoolean())
        .filter(exchange -> intake.closeDue() > 0)
        .process(exchange -> closed.run());

    from("timer:millrace-receipts?delay=60000&period=600000")
        .routeId("millrace-receipts")
        .filter(exchange -> leads.getAsBoolean())
        .process(exchange -> intake.forgetReceipts());
  }
}
