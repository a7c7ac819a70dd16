package org.millrace.scheduling.manager;

/**
 * A container that should end soon, so that another queue gets what it is due. It counts as running
 * until its end is reported.
 *
 * @param container its id
 * @param application whose it is
 * @param queue the queue that is above its due
 * @param node where it runs; the room it leaves is held for the beneficiary
 * @param beneficiary the application for which it is released
 */
public record Release(
    long container, long application, String queue, String node, long beneficiary) {}
