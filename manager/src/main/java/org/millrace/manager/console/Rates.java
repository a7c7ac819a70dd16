package org.millrace.manager.console;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.millrace.engine.ledger.Backlog.Count;

/**
 * How many tasks each stage does a second, over the last ten seconds, from counters that only grow
 * while a job is there. Not thread-safe.
 */
final class Rates {
  static final int SECONDS = 10;
  private static final Duration WINDOW = Duration.ofSeconds(SECONDS);

  /** After a pause this long what was seen before it says nothing of now. */
  private static final Duration PAUSE = Duration.ofSeconds(15);

  private record Key(long job, String stage) {}

  private record Step(Instant from, Instant to, Map<String, Long> done) {}

  private final Deque<Step> steps = new ArrayDeque<>();
  private Map<Key, Long> before = Map.of();
  private Set<Long> jobs = Set.of();
  private long newest;
  private Instant at;

  /** Tasks a second by stage; stages of which nothing is known are left out. */
  Map<String, Double> add(Instant now, List<Count> counts) {
    if (at != null && Duration.between(at, now).compareTo(PAUSE) > 0) {
      steps.clear();
      at = null;
    }
    Map<String, Long> done = new HashMap<>();
    Map<Key, Long> seen = new HashMap<>();
    Set<Long> known = new HashSet<>();
    for (Count count : counts) {
      String stage = count.progress().name();
      seen.put(new Key(count.job(), stage), count.progress().done());
      known.add(count.job());
      done.merge(stage, since(count), Long::sum);
    }
    if (at != null) {
      steps.add(new Step(at, now, done));
    }
    before = seen;
    jobs = known;
    newest = Math.max(newest, known.stream().mapToLong(Long::longValue).max().orElse(0));
    at = now;
    while (steps.size() > 1 && Duration.between(steps.getFirst().to(), now).compareTo(WINDOW) > 0) {
      steps.removeFirst();
    }
    return perSecond(now);
  }

  /** Whether the last ten seconds have been seen; if not, nobody looked until now. */
  boolean known() {
    return !steps.isEmpty();
  }

  /** A job that came into sight without being new has not done all that it counts just now. */
  private long since(Count count) {
    Long then = before.get(new Key(count.job(), count.progress().name()));
    if (then != null) {
      return Math.max(0, count.progress().done() - then);
    }
    return jobs.contains(count.job()) || count.job() > newest ? count.progress().done() : 0;
  }

  private Map<String, Double> perSecond(Instant now) {
    Map<String, Double> rates = new HashMap<>();
    if (steps.isEmpty()) {
      return rates;
    }
    double seconds = Duration.between(steps.getFirst().from(), now).toMillis() / 1000.0;
    Map<String, Long> sums = new HashMap<>();
    steps.forEach(step -> step.done().forEach((stage, done) -> sums.merge(stage, done, Long::sum)));
    sums.forEach((stage, done) -> rates.put(stage, seconds == 0 ? 0 : done / seconds));
    return rates;
  }
}
