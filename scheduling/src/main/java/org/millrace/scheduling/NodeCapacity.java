package org.millrace.scheduling;

/** A worker and how many more containers it can take. */
public record NodeCapacity(String node, int free) {}
