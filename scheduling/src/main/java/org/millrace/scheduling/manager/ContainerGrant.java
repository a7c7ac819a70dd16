package org.millrace.scheduling.manager;

import org.millrace.scheduling.resource.Resources;

/**
 * The manager's word that a container may run.
 *
 * @param container its id, given by the manager, growing with every grant
 * @param application whose it is
 * @param priority of the ask that it answers
 * @param size what it may use
 * @param queue path of the application's queue
 * @param node name of the node where it runs
 * @param locality how near that is to where it was wanted
 */
public record ContainerGrant(
    long container,
    long application,
    int priority,
    Resources size,
    String queue,
    String node,
    Locality locality) {}
