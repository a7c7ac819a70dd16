package org.millrace.engine.node;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.millrace.engine.ledger.QueueMarks.Mark;
import org.millrace.scheduling.manager.Explanation;
import org.millrace.scheduling.manager.QueueSnapshot;
import org.millrace.scheduling.resource.Resources;
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

  /** What a job's application master takes, by pipeline; the smallest container for all others. */
  void masters(Map<String, Resources> byPipeline);

  /**
   * Near whom containers of a source's jobs run best, by source: names of workers or of hosts.
   * Those of other sources run anywhere.
   */
  void places(Map<String, List<String>> bySource);

  /**
   * Whether a queue's lists, or those above it, let somebody submit.
   *
   * @param names under which the lists may know the user
   * @param queue one that there is, or that a template lets be created
   */
  boolean maySubmit(Set<String> names, String queue);

  /** Whether a queue's lists, or those above it, let somebody administer it. */
  boolean mayAdminister(Set<String> names, String queue);

  /** Whether it is a queue that holds jobs, or that a template lets be created. */
  boolean mayHoldJobs(String queue);

  /**
   * Whether a queue takes one more job now.
   *
   * @param from the queue that it would come from; empty for a new job
   * @throws org.millrace.scheduling.manager.SubmissionRefusedException it does not
   */
  void checkRoom(String queue, Optional<String> from);

  /** The ledger has moved a job: what it uses and asks for counts in that queue now. */
  void moved(long jobId, String queue);

  /**
   * Gives a queue, and all below it, no more containers until it is resumed, also after a restart.
   *
   * @return false when there is no such queue
   */
  boolean pause(String queue, String by);

  /** False when it is not paused itself. */
  boolean resume(String queue);

  /** In order of path. */
  List<Mark> pauses();
}
