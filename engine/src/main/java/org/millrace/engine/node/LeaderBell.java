package org.millrace.engine.node;

import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import org.millrace.engine.db.Signals;
import org.millrace.engine.machine.Machine;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells the leader that a cycle may have something to do: at once when it is this process, else by
 * a signal, so many of which a second that telling costs less than the work. Thread-safe.
 */
final class LeaderBell implements Runnable, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(LeaderBell.class);
  private static final String SIGNAL = "leader";
  private static final long GATHER_MILLIS = 10;
  private static final Duration LOOK = Duration.ofMillis(500);

  private final Signals signals;
  private final BooleanSupplier leads;
  private final Runnable cycle;
  private final AtomicBoolean sending = new AtomicBoolean();
  private final ScheduledExecutorService sender;
  private final ExecutorService listener;
  private volatile boolean closed;

  /**
   * @param leads whether this process is the leader
   * @param cycle runs a cycle here, soon
   */
  LeaderBell(Signals signals, Machine machine, BooleanSupplier leads, Runnable cycle) {
    this.signals = signals;
    this.leads = leads;
    this.cycle = cycle;
    this.sender = machine.timer("leader-bell-");
    this.listener = machine.threads("leader-listener-");
  }

  @Override
  public void run() {
    if (leads.getAsBoolean()) {
      cycle.run();
    } else if (!closed && sending.compareAndSet(false, true)) {
      sender.schedule(this::send, GATHER_MILLIS, TimeUnit.MILLISECONDS);
    }
  }

  private void send() {
    sending.set(false);
    try {
      signals.send(SIGNAL);
    } catch (RuntimeException e) {
      // It looks by itself now and then.
      LOG.debug("The leader was not told: {}", e.getMessage());
    }
  }

  /** From now on the signals of others cause cycles here. */
  void listen() {
    listener.execute(this::follow);
  }

  private void follow() {
    while (!closed) {
      try {
        if (signals.await(SIGNAL, LOOK)) {
          cycle.run();
        }
      } catch (InterruptedException e) {
        return;
      }
    }
  }

  @Override
  public void close() {
    closed = true;
    listener.shutdownNow();
    sender.shutdownNow();
  }
}
