package org.millrace.engine.analytics;

import java.util.EnumMap;
import java.util.Map;

/** How long the engine's own steps take in this process. Thread-safe. */
public final class Timings {
  private final Map<Step, SeenSketch> steps = new EnumMap<>(Step.class);

  /** What is timed. */
  public enum Step {
    /** Takes a container's first batch, or looks at a dry lane again. */
    CLAIM,
    /** Ends a batch, and takes the next in the same transaction. */
    SETTLE,
    /** From a task's coming into its lane until a new container has it in hand first. */
    GRANT
  }

  public synchronized void took(Step step, long nanos) {
    steps.computeIfAbsent(step, each -> SeenSketch.lasting()).record(nanos / 1000);
  }

  public synchronized Totals.Distribution of(Step step) {
    return steps.getOrDefault(step, SeenSketch.lasting()).distribution(Totals.BOUNDS);
  }
}
