/** The first five minutes with Millrace: sample logs, their jobs, their summaries. */
package org.millrace.manager.demo;
