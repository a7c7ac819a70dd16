/** What is told to whoever watches: events, metrics, health, traces, logs. */
package org.millrace.manager.observe;
