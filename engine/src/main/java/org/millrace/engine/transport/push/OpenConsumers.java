package org.millrace.engine.transport.push;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.activemq.artemis.api.core.ActiveMQException;
import org.apache.activemq.artemis.api.core.client.ClientConsumer;
import org.apache.activemq.artemis.api.core.client.ClientSession;
import org.apache.activemq.artemis.core.client.impl.ClientConsumerInternal;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Wakes receivers whose session is gone. The client does so itself, but not one whose consumer was
 * being made while the connection died: that would wait for an answer for ever. Thread-safe.
 */
final class OpenConsumers implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(OpenConsumers.class);
  private static final long PERIOD_MILLIS = 200;

  private final Map<ClientConsumer, ClientSession> open = new ConcurrentHashMap<>();
  private ScheduledExecutorService timer;

  synchronized ClientConsumer add(ClientConsumer consumer, ClientSession session) {
    if (timer == null) {
      timer =
          Executors.newSingleThreadScheduledExecutor(
              task -> {
                Thread thread = new Thread(task, "push-open-consumers");
                thread.setDaemon(true);
                return thread;
              });
      timer.scheduleWithFixedDelay(this::look, PERIOD_MILLIS, PERIOD_MILLIS, TimeUnit.MILLISECONDS);
    }
    open.put(consumer, session);
    return consumer;
  }

  private void look() {
    open.forEach(
        (consumer, session) -> {
          if (session.isClosed()) {
            end(consumer);
          }
          if (session.isClosed() || consumer.isClosed()) {
            open.remove(consumer);
          }
        });
  }

  private static void end(ClientConsumer consumer) {
    try {
      ((ClientConsumerInternal) consumer).cleanUp();
    } catch (ActiveMQException | RuntimeException gone) {
      LOG.debug("Ending a consumer whose session is gone", gone);
    }
  }

  @Override
  public synchronized void close() {
    if (timer != null) {
      timer.shutdownNow();
      timer = null;
    }
  }
}
