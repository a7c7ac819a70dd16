package org.millrace.engine.transport;

import java.util.List;
import org.millrace.engine.lease.Lease;
import org.millrace.engine.task.Outcome;

/** The one atomic step that ends a batch: inputs acknowledged, outputs sent, progress recorded. */
public record Settlement(Lease lease, List<Outcome> outcomes) {}
