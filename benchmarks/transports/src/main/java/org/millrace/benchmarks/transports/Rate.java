package org.millrace.benchmarks.transports;

/**
 * How fast a run went.
 *
 * @param perSecond stage-tasks a second of the clock
 * @param cpuMicros processor time of a stage-task, the database server's included
 */
record Rate(double perSecond, double cpuMicros) {}
