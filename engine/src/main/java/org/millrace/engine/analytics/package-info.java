/**
 * What happened when, by the minute: rates, times and backlogs by stage, queue, source, pipeline.
 */
package org.millrace.engine.analytics;
