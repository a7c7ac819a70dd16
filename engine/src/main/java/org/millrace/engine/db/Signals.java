package org.millrace.engine.db;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Wakes who waits for a change in the database, in this process or another. A signal says only that
 * there may be something to see; it may come without a cause, and one that is lost costs no more
 * than the wait. Thread-safe.
 */
public class Signals implements AutoCloseable {
  private final Map<String, Semaphore> bells = new ConcurrentHashMap<>();

  /** Wakes the one who waits for this name, or lets him not wait the next time. */
  public void send(String name) {
    ring(name);
  }

  /**
   * Waits for a signal that was not yet waited for. One waits for a name at a time.
   *
   * @return whether one came in time
   */
  public boolean await(String name, Duration atMost) throws InterruptedException {
    Semaphore bell = bell(name);
    boolean rang = bell.tryAcquire(atMost.toMillis(), TimeUnit.MILLISECONDS);
    bell.drainPermits();
    return rang;
  }

  /** Wakes only one who waits in this process. */
  public void ring(String name) {
    Semaphore bell = bell(name);
    if (bell.availablePermits() == 0) {
      bell.release();
    }
  }

  private Semaphore bell(String name) {
    return bells.computeIfAbsent(name, key -> new Semaphore(0));
  }

  @Override
  public void close() {}
}
