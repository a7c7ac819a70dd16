/**
 * How one line of a log is understood: one class a format, found through {@link
 * java.util.ServiceLoader}. See {@link org.millrace.processors.logs.format.LogFormat} for adding
 * one.
 */
package org.millrace.processors.logs.format;
