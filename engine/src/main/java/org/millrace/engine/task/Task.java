package org.millrace.engine.task;

import java.util.List;
import java.util.UUID;

/**
 * A task in a container's hand.
 *
 * @param id its row in the transport
 * @param attempt 1 at the first try; counted when it is claimed, so a crash counts
 * @param headers JSON object, or null
 * @param failures earlier attempts
 */
public record Task(
    long id,
    UUID uid,
    long jobId,
    int attempt,
    boolean solo,
    String headers,
    Body body,
    List<Failure> failures) {}
