package org.millrace.engine.node;

import java.util.List;
import java.util.Optional;
import org.millrace.scheduling.manager.Explanation;
import org.millrace.scheduling.manager.QueueSnapshot;
import org.millrace.scheduling.tree.SchedulerSettings;

/** What people see of the resource manager and may change. Thread-safe. */
public interface Scheduler {
  /** The tree as of the last cycle. */
  QueueSnapshot queues();

  /** Why a job waits; empty when it has ended or is not known. */
  Optional<Explanation> explain(long jobId);

  /**
   * Goes on with other settings.
   *
   * @return what changed, in words
   * @throws org.millrace.scheduling.tree.InvalidSettingsException nothing has changed
   */
  List<String> replace(SchedulerSettings settings);
}
