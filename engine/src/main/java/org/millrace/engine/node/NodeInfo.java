package org.millrace.engine.node;

import java.time.Instant;
import org.millrace.scheduling.resource.Resources;

/**
 * A worker process, as it registered itself.
 *
 * @param containers most containers at a time, whatever they use
 * @param draining it gets no more containers
 * @param shortOfDisk it gets none until there is room on its disk
 */
public record NodeInfo(
    String name,
    String host,
    long pid,
    Resources capacity,
    int containers,
    boolean draining,
    boolean shortOfDisk,
    Instant startedAt,
    Instant seenAt) {}
