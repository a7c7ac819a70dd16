package org.millrace.engine.node;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.millrace.engine.machine.Threads;

/**
 * Looks at all running tasks now and then and interrupts those whose time is over. An alarm for
 * each task would wake another thread for each; so a task may run up to {@value #LOOK_MILLIS} ms
 * longer. Thread-safe.
 */
final class TimeLimits implements AutoCloseable {
  private static final long LOOK_MILLIS = 50;

  /** One thread for all engines of this process. */
  private static final ScheduledThreadPoolExecutor TIMER =
      new ScheduledThreadPoolExecutor(1, Threads.named("time-limits-"));

  private final Set<TimeLimit> limits = ConcurrentHashMap.newKeySet();
  private final Future<?> looking =
      TIMER.scheduleWithFixedDelay(this::look, LOOK_MILLIS, LOOK_MILLIS, TimeUnit.MILLISECONDS);

  /** A limit for the calling thread, until it is {@link #remove removed}. */
  TimeLimit add() {
    TimeLimit limit = new TimeLimit();
    limits.add(limit);
    return limit;
  }

  void remove(TimeLimit limit) {
    limits.remove(limit);
  }

  private void look() {
    limits.forEach(TimeLimit::check);
  }

  @Override
  public void close() {
    looking.cancel(false);
  }
}
