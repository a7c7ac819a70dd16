package org.millrace.manager.observe;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;
import org.millrace.engine.db.Database;
import org.millrace.engine.ledger.LedgerWatch;
import org.millrace.engine.ledger.LedgerWatch.Seen;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells all who listen what has changed. The ledger is looked at by one thread twice a second
 * however many listen, and not at all while nobody does. Thread-safe.
 */
public final class EventHub implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(EventHub.class);
  private static final long PERIOD_MILLIS = 500;
  private static final int KEPT = 2_000;
  private static final int MOST_LISTENERS = 1_000;
  private static final Duration HEARTBEAT = Duration.ofSeconds(15);

  /** Somebody who only reconnects finds the events of the time between. */
  private static final Duration LINGER = Duration.ofSeconds(30);

  private final EventFeed feed;
  private final Clock clock;
  private final EventRing ring = new EventRing(KEPT);
  private final Map<Listener, String> listeners = new ConcurrentHashMap<>();
  private ScheduledExecutorService timer;
  private ScheduledFuture<?> watching;
  private Instant lastListener = Instant.MIN;
  private Instant nextHeartbeat = Instant.MIN;

  /** Somebody who listens. */
  public interface Listener extends Predicate<byte[]> {
    /**
     * Takes an event without ever waiting for whoever listens.
     *
     * @return false when it is too far behind, or gone: it is told nothing any more
     */
    @Override
    boolean test(byte[] event);

    /** Tells it nothing any more; it may come again. */
    void end();
  }

  /**
   * @param progress of a job, 0 to 1
   */
  public EventHub(Database db, ToDoubleFunction<Seen> progress, Clock clock) {
    this.feed = new EventFeed(new LedgerWatch(db), progress, clock);
    this.clock = clock;
  }

  /**
   * Tells somebody of everything from now on, and before that of what was missed.
   *
   * @param user who listens
   * @param lastSeen the id of the last event that the listener has
   * @return false when too many listen already
   */
  public synchronized boolean listen(String user, Listener listener, Optional<String> lastSeen) {
    if (listeners.size() >= MOST_LISTENERS) {
      return false;
    }
    begin();
    for (ServerEvent each : ring.since(lastSeen)) {
      if (!listener.test(each.bytes())) {
        return true;
      }
    }
    listeners.put(listener, user);
    return true;
  }

  /** Ends what a user listens to: it comes again if it still may, and misses nothing. */
  public void dismiss(String user) {
    listeners.forEach(
        (listener, whose) -> {
          if (whose.equals(user)) {
            listener.end();
          }
        });
  }

  public void leave(Listener listener) {
    listeners.remove(listener);
  }

  public int listening() {
    return listeners.size();
  }

  private void begin() {
    lastListener = clock.instant();
    if (watching == null) {
      if (timer == null) {
        timer =
            Executors.newSingleThreadScheduledExecutor(
                work -> {
                  Thread thread = new Thread(work, "events");
                  thread.setDaemon(true);
                  return thread;
                });
      }
      ring.begin(Long.toString(clock.millis(), Character.MAX_RADIX));
      feed.reset();
      nextHeartbeat = clock.instant().plus(HEARTBEAT);
      watching = timer.scheduleWithFixedDelay(this::look, 0, PERIOD_MILLIS, TimeUnit.MILLISECONDS);
    }
  }

  private void look() {
    try {
      if (idle()) {
        return;
      }
      // Outside the lock: who comes now waits for nothing.
      publish(feed.look());
    } catch (RuntimeException e) {
      LOG.warn("Cannot see what has changed, looking again: {}", e.getMessage());
    }
  }

  /** Stops when nobody has listened for a while. */
  private synchronized boolean idle() {
    Instant now = clock.instant();
    if (!listeners.isEmpty()) {
      lastListener = now;
      return false;
    }
    if (lastListener.plus(LINGER).isAfter(now)) {
      return false;
    }
    watching.cancel(false);
    watching = null;
    return true;
  }

  private synchronized void publish(List<EventFeed.Fact> facts) {
    List<ServerEvent> events = new ArrayList<>();
    facts.forEach(each -> events.add(ring.add(each.name(), each.data())));
    Instant now = clock.instant();
    if (!events.isEmpty()) {
      nextHeartbeat = now.plus(HEARTBEAT);
    } else if (now.isAfter(nextHeartbeat)) {
      nextHeartbeat = now.plus(HEARTBEAT);
      events.add(ServerEvent.heartbeat());
    }
    for (ServerEvent each : events) {
      listeners.keySet().removeIf(listener -> !listener.test(each.bytes()));
    }
  }

  @Override
  public synchronized void close() {
    if (timer != null) {
      timer.shutdownNow();
    }
    listeners.clear();
  }
}
