/**
 * The resource manager under a simulated clock, on a described cluster and workload: the very
 * classes that run the cluster, so that "what if" is answered by them.
 */
package org.millrace.scheduling.simulate;
