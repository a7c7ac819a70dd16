package org.millrace.engine.analytics;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.millrace.engine.db.Database;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes down every five seconds what this process saw, in one commit with a row a place, never one
 * a task. A process that dies loses its last seconds: statistics are for looking at, and counts
 * that must be exact are the ledger's. The one that leads also reads the gauges, merges what all
 * wrote and removes what is old. Thread-safe.
 */
public final class AnalyticsRecorder implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(AnalyticsRecorder.class);
  private static final long PERIOD_MILLIS = 5_000;

  /** Longer than a step's last rows may take to come. */
  private static final long SETTLED_SECONDS = 30;

  /** Rows younger than this are kept by the minute; a little more than anybody is promised. */
  private static final long BY_MINUTE_SECONDS = 25 * 3600;

  /** Readings of more places than this are written once a minute, as one. */
  private static final int FEW_PLACES = 200;

  /** A database that is away for a minute leaves no gap. */
  private static final int MOST_UNWRITTEN = 12;

  private final Meter meter;
  private final AnalyticsStore store;
  private final JobTimesStore jobs;
  private final BooleanSupplier leads;
  private final Supplier<Optional<Duration>> kept;
  private final Clock clock;
  private final ScheduledExecutorService timer;
  private final Totals totals = new Totals();
  private final Deque<Window> unwritten = new ArrayDeque<>();
  private Map<Dimensions, Tally> gauges = new HashMap<>();
  private long gaugesStep;
  private long forgotAt;
  private long windowBegan;

  private record Window(long step, Map<Dimensions, Tally> tallies) {}

  /**
   * @param leads whether this process is the one that merges
   * @param kept how long statistics are kept; empty for ever
   */
  public AnalyticsRecorder(
      Meter meter,
      Database db,
      BooleanSupplier leads,
      Supplier<Optional<Duration>> kept,
      Clock clock) {
    this.meter = meter;
    this.store = new AnalyticsStore(db);
    this.jobs = new JobTimesStore(db, meter.jobs(), meter.node());
    this.leads = leads;
    this.kept = kept;
    this.clock = clock;
    this.windowBegan = second();
    this.timer =
        Executors.newSingleThreadScheduledExecutor(
            work -> {
              Thread thread = new Thread(work, "analytics");
              thread.setDaemon(true);
              return thread;
            });
  }

  /**
   * Begins to record. All processes write at the same seconds, so that no window has two minutes.
   */
  public void start() {
    meter.begin();
    long delay = PERIOD_MILLIS - Math.floorMod(clock.millis(), PERIOD_MILLIS);
    timer.scheduleAtFixedRate(this::tick, delay, PERIOD_MILLIS, TimeUnit.MILLISECONDS);
  }

  /** What was written since the start, and is soon to be. */
  public Totals totals() {
    return totals;
  }

  private void tick() {
    try {
      flush();
      if (leads.getAsBoolean()) {
        lead();
      } else {
        gauges.clear();
      }
    } catch (RuntimeException e) {
      LOG.warn("Statistics were not written, trying again: {}", e.getMessage());
    }
  }

  /** Writes what was seen since the last call. */
  synchronized void flush() {
    long step = AnalyticsStore.floor(windowBegan, AnalyticsStore.MINUTE);
    windowBegan = second();
    Map<Dimensions, Tally> seen = meter.take();
    totals.add(seen);
    if (!seen.isEmpty()) {
      unwritten.add(new Window(step, seen));
    }
    long left = meter.takeLeft();
    if (left > 0) {
      LOG.warn("Statistics: {} things happened at more places than are kept account of", left);
    }
    while (unwritten.size() > MOST_UNWRITTEN) {
      unwritten.remove();
    }
    while (!unwritten.isEmpty()) {
      store.append(unwritten.peek().step(), unwritten.peek().tallies());
      unwritten.remove();
    }
    jobs.flush(clock.millis());
  }

  /** What one of all processes does. */
  synchronized void lead() {
    long now = second();
    long step = AnalyticsStore.floor(now, AnalyticsStore.MINUTE);
    gauge(step);
    store.merge(AnalyticsStore.floor(now - SETTLED_SECONDS, AnalyticsStore.MINUTE));
    store.coarsen(now - BY_MINUTE_SECONDS);
    if (step != forgotAt
        && kept.get().map(age -> store.forget(now - age.toSeconds())).orElse(0) == 0) {
      forgotAt = step;
    }
  }

  /** Reads the gauges once more. */
  private void gauge(long step) {
    if (step != gaugesStep) {
      writeGauges();
      gaugesStep = step;
    }
    store
        .gauges()
        .forEach((at, seen) -> gauges.computeIfAbsent(at, any -> Tally.brief()).add(seen));
    if (gauges.size() <= FEW_PLACES) {
      writeGauges();
    }
  }

  private void writeGauges() {
    if (!gauges.isEmpty()) {
      store.append(gaugesStep, gauges);
      gauges.clear();
    }
  }

  private long second() {
    return clock.instant().getEpochSecond();
  }

  /** Writes what is left. */
  @Override
  public void close() {
    timer.shutdown();
    try {
      if (!timer.awaitTermination(10, TimeUnit.SECONDS)) {
        timer.shutdownNow();
      }
      flush();
      synchronized (this) {
        writeGauges();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException e) {
      LOG.warn("The last seconds' statistics are lost: {}", e.getMessage());
    }
  }
}
