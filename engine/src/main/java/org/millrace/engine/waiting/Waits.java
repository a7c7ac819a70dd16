package org.millrace.engine.waiting;

import java.util.Optional;
import org.millrace.engine.ledger.Job;

/** Says why jobs wait. Thread-safe. */
public interface Waits {
  /** Empty for a job that has ended, or that was opened a moment ago. */
  Optional<Wait> of(Job job);
}
