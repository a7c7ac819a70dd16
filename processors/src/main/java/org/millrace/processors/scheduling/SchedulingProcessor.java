package org.millrace.processors.scheduling;

import java.util.concurrent.locks.LockSupport;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.millrace.engine.node.Dispatcher;

/**
 * Decides which stage gets worker capacity: one scheduling cycle an exchange, whatever its body. To
 * be called by one thread at a time.
 *
 * <p>After a cycle that had nothing to decide it rests for a multiple of the time that the cycle
 * took, and longer where no slot is free: while containers are at work every batch asks for a
 * cycle, and counting must not take from the work more than a small share.
 */
public final class SchedulingProcessor implements Processor {
  private static final long REST_FACTOR = 4;
  private static final long LONGEST_REST_NANOS = 8_000_000;
  private static final long FULL_REST_FACTOR = 9;
  private static final long LONGEST_FULL_REST_NANOS = 20_000_000;

  private final Dispatcher dispatcher;

  public SchedulingProcessor(Dispatcher dispatcher) {
    this.dispatcher = dispatcher;
  }

  @Override
  public void process(Exchange exchange) throws Exception {
    long begun = System.nanoTime();
    Dispatcher.Outcome outcome = dispatcher.dispatch();
    long took = System.nanoTime() - begun;
    LockSupport.parkNanos(
        switch (outcome) {
          case DECIDED -> 0;
          case COUNTED -> Math.min(REST_FACTOR * took, LONGEST_REST_NANOS);
          case FULL -> Math.min(FULL_REST_FACTOR * took, LONGEST_FULL_REST_NANOS);
        });
  }
}
