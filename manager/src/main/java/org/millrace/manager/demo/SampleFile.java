package org.millrace.manager.demo;

import org.millrace.processors.logs.SampleLogs.Counts;

/** A file that was dropped into the inbox, and what is in it. */
record SampleFile(Partner partner, String key, Counts counts) {}
