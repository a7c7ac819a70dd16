package org.millrace.engine.waiting;

import java.time.Duration;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.millrace.engine.analytics.Analytics;
import org.millrace.engine.lease.Leases;
import org.millrace.engine.node.Scheduler;
import org.millrace.engine.waiting.QueuePace.Active;
import org.millrace.engine.waiting.QueuePace.Pace;
import org.millrace.scheduling.manager.QueueSnapshot;
import org.millrace.scheduling.manager.Reason.Kind;

/**
 * How long a job waits for its next container, about. With jobs ahead in its queue: the tasks that
 * must be done first, at the pace of the queue until now. Without: how often it is a queue's turn,
 * at a second and a usual task for each turn. Thread-safe.
 */
final class WaitEstimate {
  /** What ends by itself as others get their work done. */
  private static final Set<String> BY_WORK =
      EnumSet.of(
              Kind.AM_LIMIT,
              Kind.QUEUE_AT_MAX,
              Kind.NO_ROOM,
              Kind.NODE_HELD,
              Kind.APPLICATIONS_AHEAD,
              Kind.QUEUE_AHEAD)
          .stream()
          .map(Kind::name)
          .collect(Collectors.toSet());

  /** After so long a container makes room for another queue's; see the dispatcher. */
  private static final double TURN_SECONDS = 1;

  private static final int LATELY_MINUTES = 5;
  private static final double MILLIS = 1000;

  private final QueuePace pace;
  private final Analytics analytics;
  private final Leases leases;
  private final Scheduler scheduler;

  WaitEstimate(QueuePace pace, Analytics analytics, Leases leases, Scheduler scheduler) {
    this.pace = pace;
    this.analytics = analytics;
    this.leases = leases;
    this.scheduler = scheduler;
  }

  /** Empty where the job has containers, waits for a person, or nothing says how long it takes. */
  Optional<Duration> of(Wait wait) {
    String kind = wait.dominant().kind();
    if (wait.containers() > 0) {
      return Optional.empty();
    }
    if (kind.equals(Kind.NEXT.name())) {
      return Optional.of(Duration.ZERO);
    }
    if (!BY_WORK.contains(kind) && !kind.equals(Obstacle.QUEUE_FULL)) {
      return Optional.empty();
    }
    boolean inOrder =
        !wait.active()
            || wait.obstacles().stream().anyMatch(each -> each.is(Kind.APPLICATIONS_AHEAD));
    Optional<Double> seconds = inOrder ? afterThoseAhead(wait) : turn();
    return seconds.map(each -> Duration.ofMillis((long) (each * MILLIS)));
  }

  private Optional<Double> afterThoseAhead(Wait wait) {
    Pace now = pace.of(wait.queue(), wait.job());
    double tasks = wait.active() ? untilServed(wait, now) : untilActive(now);
    return now.tasksASecond().map(each -> Math.max(1, tasks) / each);
  }

  /** All tasks of older jobs but those that run beside it. */
  private double untilServed(Wait wait, Pace now) {
    long containers =
        leases.all().stream()
            .filter(each -> each.lease().lane().queue().equals(wait.queue()))
            .count();
    double ahead =
        now.active().stream()
            .filter(each -> each.id() < wait.job())
            .mapToDouble(Active::left)
            .sum();
    return ahead - Math.max(0, containers - 1);
  }

  /** The tasks of as many older jobs as must end, so that as many are active as now. */
  private static double untilActive(Pace now) {
    long mustEnd = now.waitingAhead() + 1;
    double ofActive = now.active().stream().limit(mustEnd).mapToDouble(Active::left).sum();
    return ofActive + Math.max(0, mustEnd - now.active().size()) * now.usual();
  }

  private Optional<Double> turn() {
    Map<String, Long> running =
        leases.all().stream()
            .collect(
                Collectors.groupingBy(each -> each.lease().lane().stage(), Collectors.counting()));
    if (running.isEmpty()) {
      return Optional.empty();
    }
    Map<String, Analytics.Lately> lately = analytics.lately(LATELY_MINUTES);
    double longest = 0;
    for (String stage : running.keySet()) {
      Analytics.Lately known = lately.get(stage);
      if (known == null || known.runP95Ms() == null) {
        return Optional.empty();
      }
      longest = Math.max(longest, known.runP95Ms() / MILLIS);
    }
    long slots = running.values().stream().mapToLong(Long::longValue).sum();
    double rounds = Math.ceil((double) Math.max(1, unserved(scheduler.queues())) / slots);
    return Optional.of(rounds * (TURN_SECONDS + longest));
  }

  /** Queues that hold jobs and want more than they have. */
  private static long unserved(QueueSnapshot queue) {
    if (queue.policy() == null) {
      return queue.demand().fitsIn(queue.usage()) ? 0 : 1;
    }
    return queue.children().stream().mapToLong(WaitEstimate::unserved).sum();
  }
}
