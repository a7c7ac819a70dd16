package org.millrace.manager.api;

import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.millrace.engine.ledger.QueueMarks.Mark;
import org.millrace.scheduling.manager.QueueSnapshot;
import org.millrace.scheduling.resource.Resources;

/**
 * A queue and all below it as the API gives it; {@link QueueSnapshot} says what each amount is.
 *
 * @param policy how its children are ordered; null for a queue that holds jobs
 * @param paused whether it is paused itself; one above it may be
 * @param pausedBy who paused it; null when it is not paused
 * @param pausedSince when; null when it is not paused
 * @param drained whether it takes no new jobs, as somebody said of it itself; one above it may be
 * @param drainedBy who drained it; null when it is not drained
 * @param drainedSince when; null when it is not drained
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
    String pausedBy,
    Instant pausedSince,
    boolean drained,
    String drainedBy,
    Instant drainedSince,
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

  /**
   * @param pauses by path of the queue
   * @param drains the same
   */
  static QueueView of(QueueSnapshot queue, Map<String, Mark> pauses, Map<String, Mark> drains) {
    Optional<Mark> pause = Optional.ofNullable(pauses.get(queue.path()));
    Optional<Mark> drain = Optional.ofNullable(drains.get(queue.path()));
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
        pause.map(Mark::by).orElse(null),
        pause.map(Mark::since).orElse(null),
        drain.isPresent(),
        drain.map(Mark::by).orElse(null),
        drain.map(Mark::since).orElse(null),
        queue.onDemand(),
        queue.children().stream().map(child -> of(child, pauses, drains)).toList());
  }
}
