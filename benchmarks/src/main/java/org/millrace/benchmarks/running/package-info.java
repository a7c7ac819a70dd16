/** Starts and watches processes: the contenders' and Millrace's own. */
package org.millrace.benchmarks.running;
