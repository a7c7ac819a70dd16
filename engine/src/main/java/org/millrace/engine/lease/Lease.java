package org.millrace.engine.lease;

import org.millrace.scheduling.Lane;

/**
 * A container's right to drain a lane for a while.
 *
 * @param epoch fencing token: only ever grows, and every settlement carries it
 * @param laneId the lane's key in the database
 */
public record Lease(long epoch, int laneId, Lane lane, String node) {}
