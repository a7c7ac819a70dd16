package org.millrace.engine.ledger;

/** A published result object: {@code results/JOB/name}. */
public record JobResult(String name, long size) {}
