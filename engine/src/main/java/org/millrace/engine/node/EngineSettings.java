package org.millrace.engine.node;

import java.time.Duration;

/**
 * How an engine runs.
 *
 * @param node this worker's name, the same after a restart: what an earlier life of it held is
 *     taken back at once
 * @param containers most containers at a time
 * @param maxActiveJobs most jobs active at a time
 * @param lease how long a container's lease holds unless renewed; renewed at a third of it
 */
public record EngineSettings(String node, int containers, int maxActiveJobs, Duration lease) {

  /** As many containers as cores. */
  public static EngineSettings defaults() {
    return new EngineSettings(
        "main", Runtime.getRuntime().availableProcessors(), 200, Duration.ofSeconds(15));
  }
}
