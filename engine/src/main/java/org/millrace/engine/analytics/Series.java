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

  /**
   * What was seen in a step. Of a minute that is written down after its hour was made, more comes
   * later, until the hour is made anew: counts are added, of times the longer stand.
   */
  void add(int i, Tally sum) {
    in[i] += sum.entered;
    done[i] += sum.done;
    failed[i] += sum.failed;
    dead[i] += sum.dead;
    bytes[i] += sum.bytes;
    runP50Ms[i] = longer(runP50Ms[i], sum.runs.millis(0.5));
    runP95Ms[i] = longer(runP95Ms[i], sum.runs.millis(0.95));
    waitP50Ms[i] = longer(waitP50Ms[i], sum.waits.millis(0.5));
    waitP95Ms[i] = longer(waitP95Ms[i], sum.waits.millis(0.95));
    waiting[i] = plus(waiting[i], sum.waiting);
    running[i] = plus(running[i], sum.running);
    usedMb[i] = plus(usedMb[i], sum.usedMb);
    usedVcores[i] = plus(usedVcores[i], sum.usedMilliCores / 1000.0);
  }

  private static Double longer(Double one, Double other) {
    return one == null || other != null && other > one ? other : one;
  }

  private static Double plus(Double sum, double more) {
    return sum == null ? Double.valueOf(more) : Double.valueOf(sum + more);
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
