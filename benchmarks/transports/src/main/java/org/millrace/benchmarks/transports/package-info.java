/** Millrace's transports beside hand-written limits and its peers, in one run. */
package org.millrace.benchmarks.transports;
