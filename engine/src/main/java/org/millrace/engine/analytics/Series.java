package org.millrace.engine.analytics;

/**
 * One value a step. Times are in milliseconds and null where nothing ran, backlogs are means and
 * null where nobody looked.
 */
public record Series(
    String name,
    long[] in,
    long[] done,
    long[] failed,
    long[] dead,
    long[] bytes,
    Double[] runP50Ms,
    Double[] runP95Ms,
    Double[] waitP50Ms,
    Double[] waitP95Ms,
    Double[] waiting,
    Double[] running,
    Double[] usedMb,
    Double[] usedVcores) {

  static Series of(String name, int n) {
    return new Series(
        name,
        new long[n],
        new long[n],
        new long[n],
        new long[n],
        new long[n],
        new Double[n],
        new Double[n],
        new Double[n],
        new Double[n],
        new Double[n],
        new Double[n],
        new Double[n],
        new Double[n]);
  }

  void set(int i, Tally sum) {
    in[i] = sum.entered;
    done[i] = sum.done;
    failed[i] = sum.failed;
    dead[i] = sum.dead;
    bytes[i] = sum.bytes;
    runP50Ms[i] = sum.runs.millis(0.5);
    runP95Ms[i] = sum.runs.millis(0.95);
    waitP50Ms[i] = sum.waits.millis(0.5);
    waitP95Ms[i] = sum.waits.millis(0.95);
    waiting[i] = (double) sum.waiting;
    running[i] = (double) sum.running;
    usedMb[i] = (double) sum.usedMb;
    usedVcores[i] = sum.usedMilliCores / 1000.0;
  }

  /** Sums of readings become means. */
  void average(long[] readings) {
    for (int i = 0; i < readings.length; i++) {
      waiting[i] = mean(waiting[i], readings[i]);
      running[i] = mean(running[i], readings[i]);
      usedMb[i] = mean(usedMb[i], readings[i]);
      usedVcores[i] = mean(usedVcores[i], readings[i]);
    }
  }

  private static Double mean(Double sum, long readings) {
    return readings == 0 ? null : sum == null ? Double.valueOf(0) : Double.valueOf(sum / readings);
  }
}
