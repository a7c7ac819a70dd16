package org.millrace.manager.access;

/**
 * A user may something else from now on, or is known by less: what it has open is looked at anew.
 */
public record AccessChange(String user) {}
