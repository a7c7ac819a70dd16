package org.millrace.manager.api;

import java.util.List;
import java.util.Locale;
import org.millrace.scheduling.manager.QueueSnapshot;
import org.millrace.scheduling.resource.Resources;

/**
 * A queue and all below it as the API gives it; {@link QueueSnapshot} says what each amount is.
 *
 * @param policy how its children are ordered; null for a queue that holds jobs
 */
record QueueView(
    String path,
    String policy,
    Amount usage,
    Amount demand,
    Amount fairShare,
    Amount guaranteed,
    Amount max,
    int running,
    int waiting,
    boolean paused,
    boolean onDemand,
    List<QueueView> children) {
  private static final double MILLI = 1000;

  /**
   * @param memoryMb memory in MiB
   */
  record Amount(long memoryMb, double vcores, long networkBytesPerSecond) {
    static Amount of(Resources resources) {
      return new Amount(
          resources.memoryMb(), resources.vcoresMilli() / MILLI, resources.networkBytesPerSecond());
    }
  }

  static QueueView of(QueueSnapshot queue) {
    return new QueueView(
        queue.path(),
        queue.policy() == null ? null : queue.policy().name().toLowerCase(Locale.ROOT),
        Amount.of(queue.usage()),
        Amount.of(queue.demand()),
        Amount.of(queue.fairShare()),
        Amount.of(queue.guaranteed()),
        Amount.of(queue.max()),
        queue.running(),
        queue.waiting(),
        queue.paused(),
        queue.onDemand(),
        queue.children().stream().map(QueueView::of).toList());
  }
}
