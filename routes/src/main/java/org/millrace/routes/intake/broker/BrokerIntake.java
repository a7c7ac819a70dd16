package org.millrace.routes.intake.broker;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.apache.camel.builder.RouteBuilder;
import org.millrace.engine.intake.MessageIntake;
import org.millrace.routes.intake.Source;
import org.millrace.routes.intake.Sources;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the broker's addresses {@code millrace.in.SOURCE}, one thread a declared source, and
 * follows the settings.
 *
 * <p><b>Delivery guarantees.</b> A message is acknowledged after what it caused has been committed.
 * One that comes again has one effect when its sender gave it an id: {@code _AMQ_DUPL_ID}, else the
 * message id of AMQP or JMS. One without an id, as all of MQTT, has at least one effect. Serialised
 * Java objects are never read: they go to {@code DLQ.millrace.in.SOURCE} with the reason.
 */
public final class BrokerIntake extends RouteBuilder implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(BrokerIntake.class);

  private static final Duration REST = Duration.ofSeconds(5);
  private static final Duration WAIT = Duration.ofMillis(200);
  private static final long STOP_SECONDS = 5;

  private final BrokerAddresses broker;
  private final Supplier<Sources> sources;
  private final MessageIntake intake;
  private final Map<String, Reading> running = new HashMap<>();
  private boolean closed;

  public BrokerIntake(BrokerAddresses broker, Supplier<Sources> sources, MessageIntake intake) {
    this.broker = broker;
    this.sources = sources;
    this.intake = intake;
  }

  @Override
  public void configure() {
    from("timer:millrace-broker-intake?delay=0&period=1000")
        .routeId("millrace-broker-intake")
        .process(exchange -> follow());
  }

  private synchronized void follow() {
    if (closed || !broker.runs().getAsBoolean()) {
      return;
    }
    List<String> wanted = sources.get().declared().stream().map(Source::name).toList();
    running
        .entrySet()
        .removeIf(
            each -> {
              boolean gone = !wanted.contains(each.getKey());
              if (gone) {
                each.getValue().close();
              }
              return gone;
            });
    wanted.forEach(name -> running.computeIfAbsent(name, Reading::new));
  }

  @Override
  public synchronized void close() {
    closed = true;
    running.values().forEach(Reading::close);
    running.clear();
  }

  /** One address, read until it is closed; begun anew after every failure. */
  private final class Reading implements AutoCloseable {
    private final String source;
    private final CountDownLatch closing = new CountDownLatch(1);
    private final Thread thread;

    Reading(String source) {
      this.source = source;
      this.thread = new Thread(this::run, "intake-" + source);
      thread.setDaemon(true);
      thread.start();
    }

    private void run() {
      while (closing.getCount() > 0) {
        try (AddressReader reader =
            new AddressReader(broker.sessions().open(), Addresses.of(source))) {
          while (closing.getCount() > 0) {
            reader.take(intake, sources.get().named(source).stream(), WAIT.toMillis());
          }
        } catch (Exception e) {
          if (closing.getCount() > 0) {
            LOG.warn(
                "source {}: its address at the broker is read again in {}: {}",
                source,
                REST,
                e.getMessage());
            rest();
          }
        }
      }
    }

    private void rest() {
      try {
        closing.await(REST.toMillis(), TimeUnit.MILLISECONDS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        closing.countDown();
      }
    }

    @Override
    public void close() {
      closing.countDown();
      try {
        thread.join(TimeUnit.SECONDS.toMillis(STOP_SECONDS));
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
