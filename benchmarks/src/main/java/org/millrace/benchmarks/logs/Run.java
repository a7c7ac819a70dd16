package org.millrace.benchmarks.logs;

import java.util.OptionalDouble;

/**
 * One contender's one go at the file.
 *
 * @param seconds by the wall clock, from the start of its process or from the drop to the end
 * @param withoutStart the same without the start of the JVM, where it was measured
 * @param cpuSeconds user and system
 * @param peakBytes the most memory resident
 * @param verdict what the check of its result said
 */
record Run(
    String contender,
    double seconds,
    OptionalDouble withoutStart,
    double cpuSeconds,
    long peakBytes,
    Verdict verdict) {

  /**
   * Whether a result is right.
   *
   * @param good false when what was compared differs
   * @param text what was compared, or how it differs
   */
  record Verdict(boolean good, String text) {
    static Verdict equal() {
      return new Verdict(true, "equal");
    }
  }
}
