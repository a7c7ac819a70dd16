/** Threads, and time that only passes. */
package org.millrace.engine.machine;
