package org.millrace.scheduling.manager;

import java.math.BigDecimal;
import org.millrace.scheduling.resource.Comparison;
import org.millrace.scheduling.resource.Fraction;
import org.millrace.scheduling.resource.Resources;

/**
 * The patent's P4: <em>max active applications = AM share × queue's maximum resource ÷ minimum
 * allocation</em>, and what application masters use counts against that share. At least one
 * application is active, or a small queue would wait for ever (as YARN's AbstractLeafQueue does).
 */
record AmLimit(LeafQueue queue, long maxActive, Resources maxUsed) {

  static AmLimit of(LeafQueue queue) {
    BigDecimal share = queue.rules.maxAmShare();
    if (share == null) {
      return new AmLimit(queue, Long.MAX_VALUE, Resources.UNLIMITED);
    }
    Resources most = queue.limits().headroom();
    Resources min = queue.context.settings().minAllocation();
    Fraction part = Fraction.of(share);
    boolean memoryOnly = queue.context.settings().comparison() == Comparison.MEMORY;
    long active = part.of(most.memoryMb()) / min.memoryMb();
    Resources used = part.of(most);
    if (memoryOnly) {
      used = new Resources(used.memoryMb(), Long.MAX_VALUE, Long.MAX_VALUE);
    } else {
      active = Math.min(active, quotient(used.vcoresMilli(), min.vcoresMilli()));
      long network = quotient(used.networkBytesPerSecond(), min.networkBytesPerSecond());
      active = Math.min(active, network);
    }
    return new AmLimit(queue, Math.max(1, active), used);
  }

  boolean admits(App app) {
    return queue.active() == 0
        || queue.active() < maxActive && queue.amUsed().fitsWith(app.am, maxUsed);
  }

  private static long quotient(long amount, long min) {
    return min == 0 ? Long.MAX_VALUE : amount / min;
  }
}
