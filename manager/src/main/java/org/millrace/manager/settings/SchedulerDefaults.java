package org.millrace.manager.settings;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.millrace.scheduling.resource.Comparison;
import org.millrace.scheduling.resource.Resources;
import org.millrace.scheduling.tree.Policy;
import org.millrace.scheduling.tree.QueuePath;
import org.millrace.scheduling.tree.QueueSettings;
import org.millrace.scheduling.tree.SchedulerSettings;

/** What holds for the scheduler where {@code millrace.yaml} says nothing. */
public final class SchedulerDefaults {
  /** Parent of the queues that sources get by themselves. */
  public static final String PARTNERS = QueuePath.ROOT + ".partners";

  static final Policy POLICY = Policy.FAIR;
  static final Comparison COMPARISON = Comparison.DOMINANT;
  static final Duration PREEMPTION_WAIT = Duration.ofSeconds(2);

  // With an AM share of 1 a queue may have 50 active jobs a core: 100 on a machine of two.
  static final Resources MIN_ALLOCATION = new Resources(16, 20, 0);

  /** Queues that are there without being declared; both create queues below them on demand. */
  static final Map<String, QueueSettings> QUEUES = queues();

  /** What an empty file says. */
  public static final SchedulerSettings SETTINGS =
      new SchedulerSettings(POLICY, COMPARISON, MIN_ALLOCATION, PREEMPTION_WAIT.toMillis(), QUEUES);

  private SchedulerDefaults() {}

  private static Map<String, QueueSettings> queues() {
    Map<String, QueueSettings> queues = new LinkedHashMap<>();
    queues.put(
        QueuePath.ROOT,
        QueueSettings.builder().maxAmShare(BigDecimal.ONE).template(levels(3)).build());
    queues.put(PARTNERS, QueueSettings.builder().template(levels(2)).build());
    return Collections.unmodifiableMap(queues);
  }

  /** A template of queues, and of queues below these, so many levels deep. */
  private static QueueSettings levels(int depth) {
    return depth == 1
        ? QueueSettings.defaults()
        : QueueSettings.builder().template(levels(depth - 1)).build();
  }
}
