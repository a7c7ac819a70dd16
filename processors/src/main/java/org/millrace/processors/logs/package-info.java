/**
 * The log pipeline's three stages: {@link org.millrace.processors.logs.SplitProcessor} cuts an
 * object into chunks at record ends, {@link org.millrace.processors.logs.ParseProcessor} turns a
 * chunk into counts and rejects, {@link org.millrace.processors.logs.SummariseProcessor} merges
 * them into the results.
 */
package org.millrace.processors.logs;
