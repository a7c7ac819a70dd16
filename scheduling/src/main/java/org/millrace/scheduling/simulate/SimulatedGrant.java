package org.millrace.scheduling.simulate;

/** One line of a simulation's output: who got a container where, and when. */
public record SimulatedGrant(long seq, int tick, long application, String queue, String node) {}
