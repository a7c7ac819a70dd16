/** One log summed up by Millrace, by its peers and by a loop that does nothing else. */
package org.millrace.benchmarks.logs;
