package org.millrace.engine.intake;

import java.util.List;
import java.util.UUID;

/**
 * What became of a delivery: its messages are tasks, for good.
 *
 * @param jobId the window's job
 * @param ids of the tasks, in the order of the messages; a repeat gives those of the first time
 * @param repeated it was taken before, and nothing was done now
 */
public record Accepted(long jobId, List<UUID> ids, boolean repeated) {}
