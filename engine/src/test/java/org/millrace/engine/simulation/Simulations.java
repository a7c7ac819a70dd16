package org.millrace.engine.simulation;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxy;
import ch.qos.logback.core.AppenderBase;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.camel.impl.DefaultCamelContext;
import org.millrace.engine.lease.StaleLeaseException;
import org.millrace.engine.stage.Stages;
import org.slf4j.LoggerFactory;

/**
 * Routes and a database for many simulations, one after the other. Of what engines log, it takes
 * errors that no fault explains for violations.
 */
final class Simulations implements AutoCloseable {
  private static final AtomicInteger COUNT = new AtomicInteger();

  private final SimulatedStore store = new SimulatedStore("simulation" + COUNT.incrementAndGet());
  private final DefaultCamelContext camel = new DefaultCamelContext();
  private final Stages stages = new Stages(name -> Map.of(), () -> "table");

  Simulations() throws Exception {
    camel.getRegistry().bind("stages", stages);
    camel.addRoutes(new SimulatedRoutes());
    // What was killed in the middle of a route never comes to its end.
    camel.getShutdownStrategy().setTimeout(1);
    camel.getShutdownStrategy().setLogInflightExchangesOnTimeout(false);
    camel.start();
  }

  Simulation.Run run(long seed, boolean keepTrace) throws InterruptedException {
    return new Simulation(seed, store, camel, stages, keepTrace).run();
  }

  /** Hears what engines log from now on, in the place of everybody else. */
  static AutoCloseable listen() {
    Logger logger = (Logger) LoggerFactory.getLogger("org.millrace.engine");
    Level before = logger.getLevel();
    boolean additive = logger.isAdditive();
    Listener listener = new Listener();
    listener.setContext(logger.getLoggerContext());
    listener.start();
    logger.setLevel(Level.WARN);
    logger.setAdditive(false);
    logger.addAppender(listener);
    return () -> {
      logger.detachAppender(listener);
      logger.setAdditive(additive);
      logger.setLevel(before);
    };
  }

  @Override
  public void close() {
    camel.stop();
    store.close();
  }

  private static final class Listener extends AppenderBase<ILoggingEvent> {
    @Override
    protected void append(ILoggingEvent event) {
      Actor self = Actor.self();
      if (self == null || self.process.dead) {
        return;
      }
      self.baton.log(event.getFormattedMessage());
      boolean explained =
          event.getThrowableProxy() instanceof ThrowableProxy proxy
              && (Life.expected(proxy.getThrowable())
                  || proxy.getThrowable() instanceof StaleLeaseException);
      if (event.getLevel() == Level.ERROR && !explained) {
        self.baton.violation(
            event.getFormattedMessage()
                + (event.getThrowableProxy() instanceof ThrowableProxy proxy
                    ? ": " + proxy.getThrowable()
                    : ""));
      }
    }
  }
}
