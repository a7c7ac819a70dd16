package org.millrace.engine.analytics;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * What one container sees of its tasks. It is noted without a lock and handed to the {@link Meter}
 * a batch at a time: where tasks take microseconds, a lock for each would cost more than all else.
 * Belongs to one thread.
 */
public final class TaskMeter implements AutoCloseable {
  private final Meter meter;
  private final JobTimes.Desk desk;
  private final List<Ran> seen = new ArrayList<>();
  private Dimensions last = Dimensions.NONE;

  record Ran(Dimensions at, long runNanos, long waitedMillis, long bytes) {}

  TaskMeter(Meter meter) {
    this.meter = meter;
    this.desk = meter.jobs().desk();
  }

  /** Whether anybody wants to know. */
  public boolean isOn() {
    return meter.isOn();
  }

  /** A task's attempt begins. */
  public void begun(JobTimes.Run run) {
    desk.begun(run);
  }

  /**
   * It has ended, however that was.
   *
   * @param waitedMillis since it came into its lane; negative when that is not known
   * @param bytes of its message, and of the object that the message stands for
   */
  public void ended(
      String stage,
      String queue,
      String source,
      String pipeline,
      long runNanos,
      long waitedMillis,
      long bytes) {
    desk.ended(TimeUnit.NANOSECONDS.toMillis(runNanos));
    if (!last.is(stage, queue, source, pipeline)) {
      last = new Dimensions(stage, queue, source, pipeline);
    }
    seen.add(new Ran(last, runNanos, waitedMillis, bytes));
  }

  /** A batch is over. */
  public void flush() {
    if (!seen.isEmpty()) {
      meter.ran(seen);
      seen.clear();
    }
  }

  /** There are no more tasks. */
  @Override
  public void close() {
    flush();
    desk.close();
  }
}
