package org.millrace.engine.node;

import java.time.Instant;
import org.millrace.scheduling.resource.Resources;

/**
 * A worker process, as it registered itself.
 *
 * @param containers most containers at a time, whatever they use
 * @param draining it gets no more containers
 */
public record NodeInfo(
    String name,
    String host,
    long pid,
    Resources capacity,
    int containers,
    boolean draining,
    Instant startedAt,
    Instant seenAt) {}
