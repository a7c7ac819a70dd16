package org.millrace.scheduling.tree;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.millrace.scheduling.resource.Comparison;
import org.millrace.scheduling.resource.Resources;

/**
 * Everything a user says to the scheduler. Immutable and valid: the constructor throws {@link
 * InvalidSettingsException}, which names every problem.
 *
 * @param policy how queues are ordered where none says otherwise
 * @param comparison which resources decide
 * @param minAllocation the smallest container; at least 1 MB
 * @param preemptionWaitMillis how long a queue is below its due before containers are released for
 *     it; 0 for at once
 * @param queues settings by path, in the order of declaration, which is the last tie-break of the
 *     capacity policy; {@code root} may be left out
 */
public record SchedulerSettings(
    Policy policy,
    Comparison comparison,
    Resources minAllocation,
    long preemptionWaitMillis,
    Map<String, QueueSettings> queues) {
  /** A queue that uses less than this many MB has the advantage (P3b), unless set otherwise. */
  public static final long DEFAULT_SMALL_QUEUE_MB = 200;

  /** Delay scheduling is off (P5), unless set otherwise. */
  public static final int DEFAULT_NODE_LOCALITY_DELAY = -1;

  public SchedulerSettings {
    queues = Collections.unmodifiableMap(new LinkedHashMap<>(queues));
    List<SettingsProblem> problems =
        new SettingsCheck(minAllocation, preemptionWaitMillis, queues).problems();
    if (!problems.isEmpty()) {
      throw new InvalidSettingsException(problems);
    }
  }

  /** Memory decides, preemption waits for nothing. */
  public static SchedulerSettings of(
      Policy policy, Resources minAllocation, Map<String, QueueSettings> queues) {
    return new SchedulerSettings(policy, Comparison.MEMORY, minAllocation, 0, queues);
  }

  /** What is set for the root; defaults when nothing is. */
  public QueueSettings root() {
    return queues.getOrDefault(QueuePath.ROOT, QueueSettings.defaults());
  }
}
