/** What a start costs, and how soon a small file is done. */
package org.millrace.benchmarks.start;
