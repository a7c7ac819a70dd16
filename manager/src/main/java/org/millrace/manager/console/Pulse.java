package org.millrace.manager.console;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.millrace.engine.analytics.Analytics;
import org.millrace.engine.analytics.Analytics.Lately;
import org.millrace.engine.ledger.Backlog;
import org.millrace.engine.ledger.Backlog.Count;
import org.millrace.engine.ledger.JobState;
import org.millrace.engine.node.Scheduler;
import org.millrace.manager.api.Workers;
import org.millrace.scheduling.Lane;
import org.millrace.scheduling.manager.QueueSnapshot;

/**
 * The system's numbers of this moment, computed at most once a second, however many look, and never
 * when nobody does. Thread-safe.
 */
final class Pulse {
  private static final Duration FRESH = Duration.ofSeconds(1);

  /** Quantiles change slowly, and are read from many rows. */
  private static final Duration FRESH_TIMES = Duration.ofSeconds(5);

  private static final int MINUTES = 5;

  private final Backlog backlog;
  private final Analytics analytics;
  private final Scheduler scheduler;
  private final Workers workers;
  private final Clock clock;
  private final Rates rates = new Rates();
  private Beat last;
  private Map<String, Lately> times = Map.of();
  private Instant timed = Instant.EPOCH;

  Pulse(Backlog backlog, Analytics analytics, Scheduler scheduler, Workers workers, Clock clock) {
    this.backlog = backlog;
    this.analytics = analytics;
    this.scheduler = scheduler;
    this.workers = workers;
    this.clock = clock;
  }

  /**
   * @param stages by name
   * @param rateSeconds over how long the stages' rates are taken
   * @param unended jobs by state; states without jobs are left out
   * @param deadLetters all that there are
   */
  public record Beat(
      Instant at,
      QueueSnapshot queues,
      List<Workers.Worker> workers,
      Map<String, StageNow> stages,
      int rateSeconds,
      Map<JobState, Long> unended,
      long deadLetters) {
    public StageNow stage(String name) {
      return stages.getOrDefault(name, StageNow.IDLE);
    }

    public long jobs(JobState state) {
      return unended.getOrDefault(state, 0L);
    }
  }

  synchronized Beat now() {
    Instant now = clock.instant();
    if (last == null || Duration.between(last.at(), now).compareTo(FRESH) >= 0) {
      last = beat(now);
    }
    return last;
  }

  private Beat beat(Instant now) {
    List<Count> counts = backlog.counts();
    Map<String, Double> perSecond = rates.add(now, counts);
    List<Workers.Worker> nodes = workers.all();
    Map<Lane, Long> containers = new HashMap<>();
    nodes.forEach(node -> node.lanes().forEach(lane -> containers.merge(lane, 1L, Long::sum)));
    Map<String, StageNow.Sum> sums = new TreeMap<>();
    containers.forEach((lane, n) -> sum(sums, lane.stage()).containers(lane.queue(), n));
    counts.stream()
        .filter(each -> !each.state().ended())
        .sorted(Comparator.comparing(Count::queue))
        .forEach(each -> sum(sums, each.progress().name()).add(each));
    perSecond.keySet().forEach(stage -> sum(sums, stage));
    Map<String, Lately> lately = times(now);
    lately.keySet().forEach(stage -> sum(sums, stage));
    Map<String, StageNow> stages = new TreeMap<>();
    boolean known = rates.known();
    sums.forEach(
        (stage, sum) ->
            stages.put(stage, sum.with(perSecond.get(stage), known, lately.get(stage))));
    return new Beat(
        now,
        scheduler.queues(),
        nodes,
        stages,
        known ? Rates.SECONDS : MINUTES * 60,
        backlog.unended(),
        backlog.deadLetters());
  }

  private Map<String, Lately> times(Instant now) {
    if (timed.plus(FRESH_TIMES).isBefore(now)) {
      times = analytics.lately(MINUTES);
      timed = now;
    }
    return times;
  }

  private static StageNow.Sum sum(Map<String, StageNow.Sum> sums, String stage) {
    return sums.computeIfAbsent(stage, any -> new StageNow.Sum());
  }
}
