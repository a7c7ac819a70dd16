package org.millrace.engine.task;

import java.time.Instant;

/** One attempt that did not end well; a task's list of these is its history. */
public record Failure(int attempt, Instant at, String node, String error) {}
