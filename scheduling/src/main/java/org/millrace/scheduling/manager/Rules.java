package org.millrace.scheduling.manager;

import java.math.BigDecimal;
import org.millrace.scheduling.tree.Policy;
import org.millrace.scheduling.tree.QueueSettings;
import org.millrace.scheduling.tree.SchedulerSettings;

/** A queue's settings with what it has from its ancestors filled in. */
record Rules(
    QueueSettings own,
    Policy policy,
    BigDecimal maxAmShare,
    boolean preemption,
    int nodeLocalityDelay,
    long smallQueueMb) {

  static Rules ofRoot(SchedulerSettings settings) {
    Rules defaults =
        new Rules(
            settings.root(),
            settings.policy(),
            null,
            true,
            SchedulerSettings.DEFAULT_NODE_LOCALITY_DELAY,
            SchedulerSettings.DEFAULT_SMALL_QUEUE_MB);
    return defaults.below(settings.root());
  }

  /** The rules of a child with these settings. */
  Rules below(QueueSettings child) {
    return new Rules(
        child,
        child.policy() == null ? policy : child.policy(),
        child.maxAmShare() == null ? maxAmShare : child.maxAmShare(),
        child.preemption() == null ? preemption : child.preemption(),
        child.nodeLocalityDelay() == null ? nodeLocalityDelay : child.nodeLocalityDelay(),
        child.smallQueueMb() == null ? smallQueueMb : child.smallQueueMb());
  }
}
