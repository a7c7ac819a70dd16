package org.millrace.scheduling;

/** The resource manager's word that a container may run on a node and drain a lane. */
public record Grant(Lane lane, String node) {}
