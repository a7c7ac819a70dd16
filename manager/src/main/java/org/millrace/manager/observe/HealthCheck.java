package org.millrace.manager.observe;

import java.util.concurrent.Callable;

/**
 * Looks at one part of the system.
 *
 * @param name as it is shown
 * @param needed whether this process is of no use while the part is down
 * @param look may take a while, and may throw: then the part is down
 */
public record HealthCheck(String name, boolean needed, Callable<Health> look) {}
