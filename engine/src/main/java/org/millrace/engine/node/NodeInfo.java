package org.millrace.engine.node;

import java.time.Instant;
import java.util.Optional;
import org.millrace.engine.node.DrainedNodes.Drain;
import org.millrace.scheduling.resource.Resources;

/**
 * A worker process, as it registered itself.
 *
 * @param containers most containers at a time, whatever they use
 * @param leaving its process ends: it gets no more containers
 * @param shortOfDisk it gets none until there is room on its disk
 * @param drained it gets none until somebody resumes it
 */
public record NodeInfo(
    String name,
    String host,
    long pid,
    Resources capacity,
    int containers,
    boolean leaving,
    boolean shortOfDisk,
    Instant startedAt,
    Instant seenAt,
    Optional<Drain> drained) {
  /** Whether it may get containers now. */
  public boolean takesWork() {
    return !leaving && !shortOfDisk && drained.isEmpty();
  }
}
