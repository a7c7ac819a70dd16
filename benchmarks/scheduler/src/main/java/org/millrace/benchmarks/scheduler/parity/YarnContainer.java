package org.millrace.benchmarks.scheduler.parity;

import org.apache.hadoop.yarn.api.records.ContainerId;

/** A container that runs on one of YARN's nodes. */
record YarnContainer(YarnApplication of, ContainerId id, int endsAt) {}
