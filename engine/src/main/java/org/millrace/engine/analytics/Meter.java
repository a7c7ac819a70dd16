package org.millrace.engine.analytics;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Adds up what this process sees, for {@link AnalyticsRecorder} to write down every few seconds.
 * Costs nothing until that has begun. Thread-safe.
 */
public final class Meter {
  /** Of so many places it keeps account at a time; what happens at others is not recorded. */
  private static final int MOST = 5_000;

  private volatile boolean on;
  private Map<Dimensions, Tally> tallies = new HashMap<>();
  private final Timings timings = new Timings();
  private final JobTimes jobs = new JobTimes();
  private final String node;
  private long left;

  public Meter() {
    this("");
  }

  /**
   * @param node the process's name
   */
  public Meter(String node) {
    this.node = node;
  }

  String node() {
    return node;
  }

  /** What is seen of single jobs. */
  public JobTimes jobs() {
    return jobs;
  }

  /** Begins to record. */
  void begin() {
    on = true;
  }

  /** Whether anybody wants to know. */
  public boolean isOn() {
    return on;
  }

  /** For one container. */
  public TaskMeter tasks() {
    return new TaskMeter(this);
  }

  /** Tasks' attempts. */
  synchronized void ran(List<TaskMeter.Ran> all) {
    for (TaskMeter.Ran each : all) {
      Tally tally = tally(each.at());
      tally.runs.record(each.runNanos() / 1000);
      tally.bytes += each.bytes();
      if (each.waitedMillis() >= 0) {
        tally.waits.record(each.waitedMillis() * 1000);
      }
    }
  }

  /** Of the engine's own steps; recorded whether or not anybody asks. */
  public Timings timings() {
    return timings;
  }

  /** What the ledger has counted; corrections of earlier counts are left out. */
  public void counted(Dimensions at, long entered, long done, long failed, long dead) {
    if (on) {
      synchronized (this) {
        Tally tally = tally(at);
        tally.entered += Math.max(0, entered);
        tally.done += Math.max(0, done);
        tally.failed += Math.max(0, failed);
        tally.dead += Math.max(0, dead);
      }
    }
  }

  /** Everything since the last call. */
  synchronized Map<Dimensions, Tally> take() {
    Map<Dimensions, Tally> taken = tallies;
    tallies = new HashMap<>();
    return taken;
  }

  /** How much was not recorded since the last call, for want of room. */
  synchronized long takeLeft() {
    long was = left;
    left = 0;
    return was;
  }

  private Tally tally(Dimensions at) {
    Tally known = tallies.get(at);
    if (known == null) {
      known = Tally.brief();
      if (tallies.size() < MOST) {
        tallies.put(at, known);
      } else {
        left++;
      }
    }
    return known;
  }
}
