package org.millrace.engine.simulation;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Delayed;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/** An executor whose threads are actors; what it does once and later is short and needs none. */
final class SimulatedThreads extends AbstractExecutorService implements ScheduledExecutorService {
  private final SimulatedProcess process;
  private final String prefix;
  private final List<Actor> running = new ArrayList<>();
  private int begun;
  private boolean shutdown;

  SimulatedThreads(SimulatedProcess process, String prefix) {
    this.process = process;
    this.prefix = prefix;
  }

  @Override
  public void execute(Runnable work) {
    if (shutdown) {
      throw new RejectedExecutionException(prefix + " was shut down");
    }
    Actor[] self = new Actor[1];
    self[0] =
        process.baton.spawn(
            process,
            prefix + ++begun,
            () -> {
              try {
                work.run();
              } finally {
                running.remove(self[0]);
              }
            });
    running.add(self[0]);
  }

  @Override
  public ScheduledFuture<?> schedule(Runnable work, long delay, TimeUnit unit) {
    Once once = new Once();
    process.baton.after(
        unit.toNanos(delay),
        process,
        () -> {
          if (!once.isCancelled() && !shutdown) {
            work.run();
          }
        });
    return once;
  }

  @Override
  public ScheduledFuture<?> scheduleWithFixedDelay(
      Runnable work, long initialDelay, long delay, TimeUnit unit) {
    execute(
        () -> {
          process.baton.sleep(unit.toNanos(initialDelay));
          while (!shutdown) {
            work.run();
            process.baton.sleep(unit.toNanos(delay));
          }
        });
    return new Once();
  }

  @Override
  public ScheduledFuture<?> scheduleAtFixedRate(
      Runnable work, long initialDelay, long period, TimeUnit unit) {
    throw new UnsupportedOperationException("indicates a change in what an engine needs");
  }

  @Override
  public <V> ScheduledFuture<V> schedule(Callable<V> work, long delay, TimeUnit unit) {
    throw new UnsupportedOperationException("indicates a change in what an engine needs");
  }

  @Override
  public void shutdown() {
    shutdown = true;
  }

  @Override
  public List<Runnable> shutdownNow() {
    shutdown = true;
    running.forEach(each -> each.interrupt(process.baton.now()));
    return List.of();
  }

  @Override
  public boolean isShutdown() {
    return shutdown;
  }

  @Override
  public boolean isTerminated() {
    return shutdown && running.isEmpty();
  }

  @Override
  public boolean awaitTermination(long timeout, TimeUnit unit) {
    process.baton.sleepUntil(this::isTerminated, 10_000_000, unit.toNanos(timeout));
    return isTerminated();
  }

  /** Only ever cancelled. */
  private static final class Once extends CompletableFuture<Void> implements ScheduledFuture<Void> {
    @Override
    public long getDelay(TimeUnit unit) {
      throw new UnsupportedOperationException();
    }

    @Override
    public int compareTo(Delayed other) {
      throw new UnsupportedOperationException();
    }
  }
}
