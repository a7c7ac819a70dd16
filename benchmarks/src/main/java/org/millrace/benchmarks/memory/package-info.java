/** How much memory Millrace needs for large inputs and for many. */
package org.millrace.benchmarks.memory;
