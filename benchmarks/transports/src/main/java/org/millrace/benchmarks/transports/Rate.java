package org.millrace.benchmarks.transports;

/**
 * How fast a run went.
 *
 * @param perSecond stage-tasks a second of the clock
 * @param ownMicros processor time of a stage-task in this process
 * @param serverMicros the same in the database server, when that is a process of its own
 */
record Rate(double perSecond, double ownMicros, double serverMicros) {
  double cpuMicros() {
    return ownMicros + serverMicros;
  }
}
