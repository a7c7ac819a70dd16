package org.millrace.engine.transport.push;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Looks at the containers of this process while they run their batches: what one has fetched ahead
 * and does not come to goes back to the broker, for those that have nothing to do. Thread-safe.
 */
final class GiveBack implements AutoCloseable {
  private static final long PERIOD_MILLIS = 50;

  private final Set<PushConsumer> consumers = ConcurrentHashMap.newKeySet();
  private ScheduledExecutorService timer;

  synchronized void watch(PushConsumer consumer) {
    if (timer == null) {
      timer =
          Executors.newSingleThreadScheduledExecutor(
              task -> {
                Thread thread = new Thread(task, "push-give-back");
                thread.setDaemon(true);
                return thread;
              });
      timer.scheduleWithFixedDelay(
          () -> consumers.forEach(PushConsumer::giveBackIfSlow),
          PERIOD_MILLIS,
          PERIOD_MILLIS,
          TimeUnit.MILLISECONDS);
    }
    consumers.add(consumer);
  }

  void leave(PushConsumer consumer) {
    consumers.remove(consumer);
  }

  @Override
  public synchronized void close() {
    if (timer != null) {
      timer.shutdownNow();
    }
  }
}
